//! What every workload does (bench/workloads), on tokio and hyper.
mod cancel;
mod files;
mod http;
mod schedule;
mod sockets;
mod stream;
mod tasks;

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;

use crate::protocol::cells::{Run, Workload};
use crate::protocol::context::Context;
use crate::protocol::Result;

macro_rules! task {
    ($name:literal, $run:path) => {
        task!($name, $run, always)
    };
    ($name:literal, $run:path, $why_not:path) => {
        Workload { name: $name, run: Run::Task(|context| Box::pin($run(context))), why_not: $why_not }
    };
}

/// All of them. Missing: post, because tokio has no queue of functions beside its tasks; blocking_http, because Debian has no
/// blocking HTTP client for Rust.
pub fn all() -> Vec<Workload> {
    vec![
        task!("sleep", tasks::sleep),
        task!("spawn", tasks::spawn),
        task!("yield", tasks::yield_now),
        task!("background", tasks::background),
        task!("stall", tasks::stall),
        task!("cpu", tasks::cpu),
        Workload { name: "startup", run: Run::Thread(tasks::startup), why_not: always },
        task!("echo", sockets::echo),
        task!("echo_open", sockets::echo_open),
        task!("connect", sockets::connect),
        task!("timeout", sockets::timeout),
        task!("gather", http::gather),
        task!("gather_open", http::gather_open),
        task!("keepalive", http::keepalive),
        task!("keepalive_open", http::keepalive_open),
        task!("sequence", http::sequence, one_after_another),
        task!("bounded", http::bounded),
        task!("failing_gather", http::failing_gather),
        task!("stream", stream::stream),
        task!("pipeline", stream::pipeline),
        task!("cancel", cancel::cancel, cancel::why_not),
        task!("file_read", files::file_read, files::why_not),
    ]
}

fn always(_: &BTreeMap<String, u64>) -> String {
    String::new()
}

fn one_after_another(arguments: &BTreeMap<String, u64>) -> String {
    const LONGEST_PASS_S: f64 = 3.0; // as in bench/workloads/workload.h
    let (requests, delay_s) = (arguments["requests"], arguments["delay_us"] as f64 / 1e6);
    let total_s = requests as f64 * delay_s;
    if total_s <= LONGEST_PASS_S {
        return String::new();
    }
    format!("{requests} waits of {delay_s} s one after another take {total_s} s")
}

/// Runs work(0) … work(count - 1), each in a task, and gives the first error when all have ended.
async fn together<W, F>(context: &Arc<Context>, count: usize, work: W) -> Result<()>
where
    W: Fn(Arc<Context>, usize) -> F,
    F: Future<Output = Result<()>> + Send + 'static,
{
    let handles: Vec<_> = (0..count).map(|task| tokio::spawn(work(context.clone(), task))).collect();
    let mut result = Ok(());
    for handle in handles {
        let ended = handle.await.map_err(Into::into).and_then(|ended| ended);
        result = result.and(ended);
    }
    result
}
