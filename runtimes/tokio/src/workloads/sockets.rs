//! Workloads over TCP connections that echo.
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Mutex;

use super::schedule::OpenLoop;
use super::together;
use crate::protocol::context::Context;
use crate::protocol::usage::now_ns;
use crate::protocol::Result;

/// Of a connection, each different; 0x80 and above, so that the target echoes.
fn message(connection: usize, size: usize) -> Vec<u8> {
    (0..size).map(|i| 0x80 | ((connection * 31 + i * 7) & 0x7f) as u8).collect()
}

/// Messages per connection that make a pass of 4096.
fn pings_per_connection(connections: usize) -> usize {
    (4096 / connections).max(1)
}

async fn open(context: &Context) -> Result<TcpStream> {
    let stream = TcpStream::connect(&context.target).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

type Streams = Arc<Vec<Mutex<TcpStream>>>;

/// The connections, made before the clock starts.
async fn open_all(context: &Arc<Context>, count: usize) -> Result<Streams> {
    const AT_ONCE: usize = 256; // more than the backlog would wait for lost SYNs
    let mut streams = Vec::with_capacity(count);
    while streams.len() < count {
        let batch = AT_ONCE.min(count - streams.len());
        let opening: Vec<_> = (0..batch)
            .map(|_| {
                let context = context.clone();
                tokio::spawn(async move { open(&context).await })
            })
            .collect();
        for handle in opening {
            streams.push(Mutex::new(handle.await??));
        }
    }
    context.note("TCP_NODELAY", "on, as asked for");
    context.notes().claim.connections += count as u64;
    Ok(Arc::new(streams))
}

async fn exchange(context: &Context, stream: &mut TcpStream, text: &[u8], answer: &mut [u8]) -> Result<()> {
    stream.write_all(text).await?;
    stream.read_exact(answer).await?;
    if text != answer {
        context.fail("an echo came back changed");
    }
    Ok(())
}

pub async fn echo(context: Arc<Context>) -> Result<()> {
    let (count, size) = (context.argument("connections"), context.argument("bytes"));
    let times = pings_per_connection(count);
    let streams = open_all(&context, count).await?;
    let texts: Arc<Vec<_>> = Arc::new((0..count).map(|connection| message(connection, size)).collect());
    context.start();
    let result = together(&context, count, |context, task| {
        let (streams, texts) = (streams.clone(), texts.clone());
        async move {
            let mut stream = streams[task].lock().await;
            let mut answer = vec![0; size];
            for _ in 0..times {
                let sent_ns = now_ns();
                exchange(&context, &mut stream, &texts[task], &mut answer).await?;
                context.latency.record(now_ns() - sent_ns);
            }
            Ok(())
        }
    });
    let result = result.await;
    context.stop();
    context.operations(times * count);
    context.notes().claim.echo(count, size, times);
    result
}

pub async fn echo_open(context: Arc<Context>) -> Result<()> {
    let (count, size) = (context.argument("connections"), context.argument("bytes"));
    let schedule = Arc::new(OpenLoop::short(&context));
    let streams = open_all(&context, count).await?;
    let started_ns = context.start();
    let result = together(&context, count, |context, first| {
        let (streams, schedule) = (streams.clone(), schedule.clone());
        async move {
            let mut stream = streams[first].lock().await;
            let (text, mut answer) = (message(first, size), vec![0; size]);
            for number in (first..schedule.due_ns.len()).step_by(count) {
                let intended_ns = schedule.wait_until_due(started_ns, number).await;
                let sent_ns = now_ns();
                exchange(&context, &mut stream, &text, &mut answer).await?;
                let answered_ns = now_ns();
                context.latency.record(answered_ns - intended_ns);
                context.uncorrected.record(answered_ns - sent_ns);
            }
            Ok(())
        }
    });
    let result = result.await;
    context.stop();
    schedule.finish(&context);
    context.notes().claim.echo_dealt_out(count, size, schedule.due_ns.len());
    result
}

/// connect: open, use once, close, again and again.
pub async fn connect(context: Arc<Context>) -> Result<()> {
    const SIZE: usize = 16;
    let (tasks, count) = (context.argument("tasks"), context.argument("connections"));
    context.start();
    let result = together(&context, tasks, |context, first| async move {
        let mut answer = [0; SIZE];
        for connection in (first..count).step_by(tasks) {
            let text = message(connection, SIZE);
            let began_ns = now_ns();
            let mut stream = open(&context).await?;
            exchange(&context, &mut stream, &text, &mut answer).await?;
            drop(stream);
            context.latency.record(now_ns() - began_ns);
        }
        Ok(())
    });
    let result = result.await;
    context.stop();
    context.operations(count);
    let claim = &mut context.notes().claim;
    claim.connections += count as u64;
    claim.echo(count, SIZE, 1);
    result
}

/// timeout: tokio::time::timeout around every read, most of them met.
pub async fn timeout(context: Arc<Context>) -> Result<()> {
    const SIZE: usize = 64;
    const MISSED: Duration = Duration::from_millis(2); // nothing can meet it, once a connection
    let count = context.argument("connections");
    let deadline = Duration::from_millis(context.argument("deadline_ms") as u64);
    let times = pings_per_connection(count);
    let streams = open_all(&context, count).await?;
    context.start();
    let result = together(&context, count, |context, task| {
        let streams = streams.clone();
        async move {
            let mut stream = streams[task].lock().await;
            let (text, mut answer) = (message(task, SIZE), [0; SIZE]);
            for _ in 0..times {
                let sent_ns = now_ns();
                stream.write_all(&text).await?;
                match tokio::time::timeout(deadline, stream.read_exact(&mut answer)).await {
                    Ok(read) => drop(read?),
                    Err(_) => context.fail("a read that could be met timed out"),
                }
                context.latency.record(now_ns() - sent_ns);
                if answer[..] != text[..] {
                    context.fail("an echo came back changed");
                }
            }
            if tokio::time::timeout(MISSED, stream.read_exact(&mut answer)).await.is_ok() {
                context.fail("a read that nothing could meet did not time out");
            }
            Ok(())
        }
    });
    let result = result.await;
    context.stop();
    context.operations((times + 1) * count);
    context.notes().claim.echo(count, SIZE, times);
    result
}
