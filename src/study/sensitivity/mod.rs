//! "Does the decision flip?": whether the recommended mix of courses stays the best where what it rests on is uncertain.
//!
//! Each input is moved by itself, over its range and from half to double its value, and the service is solved again at
//! each value tried: from what it is now outwards in even steps until another mix is best, and between the last two
//! values by halves. The first step at which the mix changes is found; one that changes and changes back within a step is
//! not. Then all facts are drawn at once, many times over. Beside the best worth stands what staying with the recommended
//! mix would be worth: what a change of the mix matters.

mod analysis;
mod inputs;
mod mix;
mod sample;
mod thresholds;

pub use analysis::{Asked, Reach, Reply, inputs_of, is_possible, moved, sensitivity};
