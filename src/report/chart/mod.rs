//! Charts as SVG, drawn for a page's own stylesheet: colours and dashes are classes, so that one drawing serves light, dark
//! and print. Every chart has a title and a description for those who do not see it, and stands beside the table that it
//! was drawn from.

mod axis;
mod bars;
mod drawing;
mod plane;

pub use bars::{Bar, Bars};
pub use drawing::Chart;
pub use plane::{Band, Mark, Plane, Series};
