//! cancel: N pending waits whose tasks are aborted. From the request until the last is joined, and nothing left behind, proved by
//! the number of descriptors and by every task's own end.
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering::SeqCst};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::protocol::context::Context;
use crate::protocol::usage::now_ns;
use crate::protocol::Result;

const SLEEPING: usize = 0;
const CONNECTING: usize = 1;
const READING: usize = 2;
const QUEUED: usize = 4;
const MUCH: usize = 8_000_000; // more than the socket buffers take, so that a write waits

pub fn why_not(arguments: &BTreeMap<String, u64>) -> String {
    match arguments["wait"] as usize {
        CONNECTING => "a full queue of connections is not made here; the other waits are".into(),
        wait if wait > QUEUED => "wait: 0 sleeping, 1 connecting, 2 reading, 3 writing, 4 queued".into(),
        _ => String::new(),
    }
}

/// What the tasks of one round share.
struct Round {
    wait: usize,
    address: String,
    places: tokio::sync::Semaphore,
    begun: AtomicUsize,
    ended: AtomicUsize,
    requested_ns: AtomicI64,
}

/// Dropped with the task that it is in.
struct Ending(Arc<Context>, Arc<Round>);
impl Drop for Ending {
    fn drop(&mut self) {
        self.0.latency.record(now_ns() - self.1.requested_ns.load(SeqCst));
        self.1.ended.fetch_add(1, SeqCst);
    }
}

async fn wait_long(round: &Round) -> Result<()> {
    round.begun.fetch_add(1, SeqCst);
    match round.wait {
        SLEEPING => tokio::time::sleep(Duration::from_secs(3600)).await,
        QUEUED => drop(round.places.acquire().await),
        wait => {
            let mut stream = TcpStream::connect(&round.address).await?;
            if wait == READING {
                stream.read_exact(&mut [0; 16]).await?;
            } else {
                stream.write_all(&vec![0; MUCH]).await?;
            }
        }
    }
    Ok(())
}

/// The wait lies `depth` futures deep.
fn descend(round: Arc<Round>, depth: usize) -> Pin<Box<dyn Future<Output = Result<()>> + Send>> {
    Box::pin(async move { if depth <= 1 { wait_long(&round).await } else { descend(round, depth - 1).await } })
}

fn descriptors() -> usize {
    std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count)
}

/// Twice the same: the first round fills caches, the second is measured.
pub async fn cancel(context: Arc<Context>) -> Result<()> {
    let tasks = context.argument("tasks");
    cancel_round(&context, tasks, false).await?;
    context.latency.clear();
    let before = descriptors();
    cancel_round(&context, tasks, true).await?;
    let left = descriptors() as i64 - before as i64;
    context.measure("descriptors_left", left as f64);
    if left > 0 {
        context.fail(&format!("{left} file descriptors are left over"));
    }
    context.operations(tasks);
    Ok(())
}

async fn cancel_round(context: &Arc<Context>, tasks: usize, timed: bool) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let wait = context.argument("wait");
    let round = Arc::new(Round {
        wait,
        address: listener.local_addr()?.to_string(),
        places: tokio::sync::Semaphore::new(0),
        begun: AtomicUsize::new(0),
        ended: AtomicUsize::new(0),
        requested_ns: AtomicI64::new(0),
    });
    let handles: Vec<_> = (0..tasks)
        .map(|_| {
            let (ending, round) = (Ending(context.clone(), round.clone()), round.clone());
            let depth = context.argument("depth");
            tokio::spawn(async move {
                let _ending = ending;
                descend(round, depth).await
            })
        })
        .collect();
    let mut accepted = Vec::new();
    if wait != SLEEPING && wait != QUEUED {
        while accepted.len() < tasks {
            accepted.push(listener.accept().await?);
        }
    }
    while round.begun.load(SeqCst) < tasks {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tokio::time::sleep(Duration::from_millis(if accepted.is_empty() { 1 } else { 50 })).await;
    if timed {
        context.start();
    }
    round.requested_ns.store(now_ns(), SeqCst);
    handles.iter().for_each(|handle| handle.abort());
    for handle in handles {
        match handle.await {
            Err(error) if error.is_cancelled() => {}
            _ => context.fail("a wait ended before it was cancelled"),
        }
    }
    if timed {
        context.stop();
    }
    let left = tasks - round.ended.load(SeqCst);
    context.measure("tasks_left", left as f64);
    if left > 0 {
        context.fail("a cancelled task has not ended");
    }
    Ok(())
}
