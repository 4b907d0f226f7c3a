//! When the requests of an open loop are due: fixed before the run, whatever the answers do.
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use crate::protocol::context::Context;
use crate::protocol::usage::now_ns;

const LATE_START_NS: i64 = 1_000_000;

/// Evenly spaced, or a Poisson process with a seed of its own: the same in every pass.
pub struct OpenLoop {
    pub due_ns: Vec<i64>,
    late: AtomicUsize,
}

impl OpenLoop {
    /// The schedule of echo_open and gather_open.
    pub fn short(context: &Context) -> Self {
        const PASS_S: f64 = 0.1;
        OpenLoop::new(context, context.argument("poisson") != 0, PASS_S)
    }

    pub fn new(context: &Context, poisson: bool, pass_s: f64) -> Self {
        let rate = context.argument("per_second") as f64;
        let mut chance: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut at_s = 0.0;
        let count = ((pass_s * rate) as usize).max(1);
        let due = (0..count).map(|_| {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            let uniform = ((chance >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
            at_s += if poisson { -uniform.ln() / rate } else { 1.0 / rate };
            (at_s * 1e9) as i64
        });
        OpenLoop { due_ns: due.collect(), late: AtomicUsize::new(0) }
    }

    /// Returns the intended start.
    pub async fn wait_until_due(&self, started_ns: i64, number: usize) -> i64 {
        let intended_ns = started_ns + self.due_ns[number];
        let left_ns = intended_ns - now_ns();
        if left_ns > 0 {
            tokio::time::sleep(Duration::from_nanos(left_ns as u64)).await;
        }
        if now_ns() - intended_ns > LATE_START_NS {
            self.late.fetch_add(1, Relaxed);
        }
        intended_ns
    }

    pub fn finish(&self, context: &Context) {
        context.measure("late_starts", self.late.load(Relaxed) as f64 / self.due_ns.len() as f64);
        context.operations(self.due_ns.len());
    }
}
