//! The rota: who runs what, where, in which half-day of a pattern block; one rule a file.

pub mod closures;
pub mod contracted;
pub mod hall;
pub mod meeting_times;
pub mod meetings;
pub mod on_site;
pub mod one_place;
pub mod rooms;
pub mod sessions;
pub mod together;
pub mod travel;
pub mod working_time;
