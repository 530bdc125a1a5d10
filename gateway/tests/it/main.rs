//! The gateway from outside: a real process, real requests, real files.

mod bad_input;
mod catch_up;
mod destinations;
mod durability;
mod journal;
mod process;
mod quarantine;
mod source_maps;
mod support;
mod turned_down;
