//! The gateway from outside: a real process, real requests, real files.

mod bad_input;
mod durability;
mod journal;
mod support;
