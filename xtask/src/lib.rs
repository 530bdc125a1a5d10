//! What the task runner's commands stand on. The commands themselves are in `main.rs`.

pub mod servers;
