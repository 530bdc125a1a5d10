//! The gateway from outside: a real process, real requests, real files.

mod bad_input;
mod destinations;
mod durability;
mod journal;
mod process;
mod support;
