//! Workloads of tasks and timers alone.
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::Arc;
use std::time::Duration;

use super::together;
use crate::protocol::context::Context;
use crate::protocol::session::new_runtime;
use crate::protocol::usage::now_ns;
use crate::protocol::{Problem, Result};

const PER_PASS: usize = 50_000;
const TICK: Duration = Duration::from_millis(1);

fn milliseconds(context: &Context, name: &str) -> Duration {
    Duration::from_millis(context.argument(name) as u64)
}

pub async fn sleep(context: Arc<Context>) -> Result<()> {
    let (tasks, wait) = (context.argument("tasks"), milliseconds(&context, "wait_ms"));
    let woken = Arc::new(AtomicUsize::new(0));
    context.start();
    let result = together(&context, tasks, |_, _| {
        let woken = woken.clone();
        async move {
            tokio::time::sleep(wait).await;
            woken.fetch_add(1, Relaxed);
            Ok(())
        }
    });
    let result = result.await;
    context.stop();
    if woken.load(Relaxed) != tasks {
        context.fail("not every task woke up exactly once");
    }
    if context.totals().elapsed_ns < wait.as_nanos() as i64 {
        context.fail("the waits were over before their time");
    }
    context.operations(tasks);
    context.waits(tasks as i64 * wait.as_nanos() as i64);
    result
}

pub async fn spawn(context: Arc<Context>) -> Result<()> {
    let tasks = context.argument("tasks");
    context.start();
    let handles: Vec<_> = (0..tasks).map(|seed| tokio::spawn(async move { seed * 2 + 1 })).collect();
    let mut right = true;
    for (seed, handle) in handles.into_iter().enumerate() {
        right &= handle.await? == seed * 2 + 1;
    }
    context.stop();
    if !right {
        context.fail("a task left the wrong result");
    }
    context.operations(tasks);
    Ok(())
}

pub async fn yield_now(context: Arc<Context>) -> Result<()> {
    let tasks = context.argument("tasks");
    let times = (PER_PASS / tasks).max(1);
    let turns = Arc::new(AtomicUsize::new(0));
    context.start();
    let result = together(&context, tasks, |_, _| {
        let turns = turns.clone();
        async move {
            for _ in 0..times {
                tokio::task::yield_now().await;
            }
            turns.fetch_add(times, Relaxed);
            Ok(())
        }
    });
    let result = result.await;
    context.stop();
    if turns.load(Relaxed) != times * tasks {
        context.fail("a task did not come back from every suspension");
    }
    context.operations(tasks * times);
    result
}

/// background: spawn, and the caller goes on. What has become of the tasks when it ends.
pub async fn background(context: Arc<Context>) -> Result<()> {
    let (tasks, wait) = (context.argument("tasks"), milliseconds(&context, "wait_ms"));
    let finished = Arc::new(AtomicUsize::new(0));
    context.start();
    let began_ns = now_ns();
    let handles: Vec<_> = (0..tasks)
        .map(|_| {
            let finished = finished.clone();
            tokio::spawn(async move {
                tokio::time::sleep(wait).await;
                finished.fetch_add(1, Relaxed);
            })
        })
        .collect();
    let held_up_ns = now_ns() - began_ns;
    tokio::time::sleep(milliseconds(&context, "caller_ms")).await;
    context.stop();
    context.measure("unfinished_when_caller_ended", (tasks - finished.load(Relaxed)) as f64);
    for handle in handles {
        handle.await?;
    }
    if finished.load(Relaxed) != tasks {
        context.fail("a background task never finished, though it was joined");
    }
    context.note("when nobody waits", "a task is dropped with its runtime, wherever it is; its error is lost");
    context.latency.record(held_up_ns);
    context.operations(tasks);
    context.waits(tasks as i64 * wait.as_nanos() as i64);
    Ok(())
}

/// Goes on every millisecond until done or `most` times: how late it is shows what the others do to the thread.
async fn tick(context: &Context, done: &AtomicBool, most: usize) -> usize {
    let mut ticks = 0;
    while ticks < most && !done.load(Relaxed) {
        let due_ns = now_ns() + TICK.as_nanos() as i64;
        tokio::time::sleep(TICK).await;
        context.latency.record(now_ns() - due_ns);
        ticks += 1;
    }
    ticks
}

/// stall: some tasks call thread::sleep, and everybody else on that thread waits with them.
pub async fn stall(context: Arc<Context>) -> Result<()> {
    const TICKS: usize = 50;
    let (tasks, stalling) = (context.argument("tasks"), context.argument("stalling"));
    context.start();
    let result = together(&context, tasks + stalling, |context, task| async move {
        if task >= tasks {
            tokio::time::sleep(TICK * TICKS as u32 / 2).await;
            std::thread::sleep(milliseconds(&context, "stall_ms"));
        } else if tick(&context, &AtomicBool::new(false), TICKS).await != TICKS {
            context.fail("a task did not go on after every wait");
        }
        Ok(())
    });
    let result = result.await;
    context.stop();
    context.operations(tasks * TICKS);
    result
}

fn compute(seed: u64, rounds: usize) -> u64 {
    let mut x = seed | 1; // xorshift64, as in bench/workloads/computation.h
    for _ in 0..rounds {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
    }
    x
}

/// cpu: tasks that compute beside one that ticks: inline, or by spawn_blocking.
pub async fn cpu(context: Arc<Context>) -> Result<()> {
    let (tasks, rounds) = (context.argument("tasks"), context.argument("megarounds") * 1_000_000);
    let offload = context.argument("offload") != 0;
    let done = Arc::new(AtomicBool::new(false));
    context.start();
    let ticking = tokio::spawn({
        let (context, done) = (context.clone(), done.clone());
        async move { tick(&context, &done, usize::MAX).await }
    });
    let handles: Vec<_> = (0..tasks as u64)
        .map(|seed| if offload { tokio::task::spawn_blocking(move || compute(seed, rounds)) } else { tokio::spawn(async move { compute(seed, rounds) }) })
        .collect();
    let mut results = Vec::new();
    for handle in handles {
        results.push(handle.await?);
    }
    context.stop();
    done.store(true, Relaxed);
    ticking.await?;
    if offload {
        context.note("pool", "spawn_blocking, tokio's default of up to 512 threads");
    }
    if results[0] != compute(0, rounds) {
        context.fail("a computation came out wrong");
    }
    context.operations(tasks);
    Ok(())
}

/// startup: what a runtime costs that is made, runs one task and goes away.
pub fn startup(context: &Context) -> Result<()> {
    let times = context.argument("times");
    let done = Arc::new(AtomicUsize::new(0));
    context.start();
    for _ in 0..times {
        let began_ns = now_ns();
        let done = done.clone();
        let runtime = new_runtime(context.multi_thread).map_err(Problem::from)?;
        runtime.block_on(async move { done.fetch_add(1, Relaxed) });
        drop(runtime);
        context.latency.record(now_ns() - began_ns);
    }
    context.stop();
    if done.load(Relaxed) != times {
        context.fail("a fresh runtime did not run its task");
    }
    context.operations(times);
    Ok(())
}
