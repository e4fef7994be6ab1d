//! A page as one HTML file: nothing is loaded from elsewhere, nothing runs. It reads on a telephone, in the dark, aloud and
//! on A4.

mod origin;
mod page;

pub use origin::Origin;
pub use page::html;
