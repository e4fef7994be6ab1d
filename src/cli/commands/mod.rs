//! The commands, one a file.

mod check;
mod compare;
mod desk;
mod explain;
mod export;
mod extras;
mod frontier;
mod init;
mod known;
mod loading;
mod output;
mod plan;
mod report;
mod rota;
mod rota_changes;
mod rota_gap;
mod rota_session;
mod sensitivity;
mod solving;
mod template;
mod verify;

pub use check::check;
pub use compare::compare;
pub use explain::explain;
pub use export::export;
pub use extras::{completions, man, schema};
pub use frontier::frontier;
pub use init::init;
pub use loading::Loaded;
pub use plan::plan;
pub use report::report;
pub use rota::rota;
pub use sensitivity::sensitivity;
pub use template::template;
pub use verify::verify;
