//! The pages of `docs/` that are made from the code, so that they cannot drift from it: the formulation from the
//! docstrings of the model's rules, the scenario reference from the schema, the findings index from the tables of codes,
//! the evidence from the library.
//!
//! Each test makes its page anew and compares it with the committed one; `EQUIPOISE_BLESS=1` writes it.

#[path = "documentation/evidence.rs"]
mod evidence;
#[path = "documentation/findings.rs"]
mod findings;
#[path = "documentation/formulation.rs"]
mod formulation;
#[path = "documentation/keys.rs"]
mod keys;
#[path = "documentation/page.rs"]
mod page;
#[path = "documentation/scenario_reference.rs"]
mod scenario_reference;
#[path = "documentation/services.rs"]
mod services;
#[path = "documentation/units.rs"]
mod units;
