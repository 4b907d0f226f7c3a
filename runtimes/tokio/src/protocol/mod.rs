//! The worker protocol in Rust (docs/worker-protocol.md); it knows no workload.
pub mod cells;
pub mod context;
pub mod histogram;
pub mod options;
pub mod rows;
pub mod session;
pub mod target;
pub mod usage;
pub mod worker;

/// What keeps a cell, or the whole worker, from a result.
#[derive(Debug)]
pub enum Problem {
    /// The user's mistake: one sentence, exit code 2.
    Input(String),
    /// It cannot run on this machine.
    NotHere(String),
    /// It went wrong.
    Failed(String),
}

pub type Result<T> = std::result::Result<T, Problem>;

pub fn input<T>(sentence: String) -> Result<T> {
    Err(Problem::Input(sentence))
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Problem::Failed(error.to_string())
    }
}
impl From<hyper::Error> for Problem {
    fn from(error: hyper::Error) -> Self {
        Problem::Failed(error.to_string())
    }
}
impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Problem::Failed(error.to_string())
    }
}
impl From<tokio::task::JoinError> for Problem {
    fn from(error: tokio::task::JoinError) -> Self {
        Problem::Failed(error.to_string())
    }
}
