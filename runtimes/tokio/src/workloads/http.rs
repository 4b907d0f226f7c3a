//! Workloads over HTTP: hyper's client with its pool of connections.
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::task::{Context as TaskContext, Poll};
use std::time::Duration;

use hyper::body::to_bytes;
use hyper::client::connect::{Connected, Connection};
use hyper::{Body, Response, StatusCode, Uri};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::schedule::OpenLoop;
use super::together;
use crate::protocol::context::Context;
use crate::protocol::usage::now_ns;
use crate::protocol::{Problem, Result};

#[derive(Default)]
struct Counts {
    opening: AtomicUsize,
    opened: AtomicUsize,
    written: AtomicUsize, // connections on which something has been sent
}

/// A connection that tells when something has been sent on it.
pub struct Counted {
    stream: TcpStream,
    counts: Arc<Counts>,
    written: bool,
}

impl AsyncRead for Counted {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>, buffer: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}
impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        if result.is_ready() && !self.written {
            self.written = true;
            self.counts.written.fetch_add(1, SeqCst);
        }
        result
    }
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut TaskContext<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
impl Connection for Counted {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

/// hyper's way to the target, its connections counted.
#[derive(Clone)]
pub struct Connector {
    target: String,
    counts: Arc<Counts>,
}

struct Opening(Arc<Counts>);
impl Drop for Opening {
    fn drop(&mut self) {
        self.0.opening.fetch_sub(1, SeqCst);
    }
}

impl hyper::service::Service<Uri> for Connector {
    type Response = Counted;
    type Error = std::io::Error;
    type Future = Pin<Box<dyn Future<Output = std::io::Result<Counted>> + Send>>;

    fn poll_ready(&mut self, _: &mut TaskContext<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
    fn call(&mut self, _: Uri) -> Self::Future {
        let (target, counts) = (self.target.clone(), self.counts.clone());
        Box::pin(async move {
            counts.opening.fetch_add(1, SeqCst);
            let _opening = Opening(counts.clone());
            let stream = TcpStream::connect(&target).await?;
            counts.opened.fetch_add(1, SeqCst);
            stream.set_nodelay(true)?;
            Ok(Counted { stream, counts, written: false })
        })
    }
}

/// The client of a pass.
#[derive(Clone)]
pub struct Client {
    hyper: hyper::Client<Connector>,
    counts: Arc<Counts>,
}

impl Client {
    pub fn new(context: &Context) -> Self {
        context.note("HTTP", "hyper 0.14");
        let counts = Arc::new(Counts::default());
        Client { hyper: hyper::Client::builder().build(Connector { target: context.target.clone(), counts: counts.clone() }), counts }
    }

    pub async fn response(&self, page: &Page) -> Result<Response<Body>> {
        Ok(self.hyper.get(page.uri.clone()).await?)
    }

    /// Claims the connections: also one that hyper opened and then did not need.
    pub async fn claim(&self, context: &Context) {
        while self.counts.opening.load(SeqCst) > 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        if context.real_server.is_empty() {
            context.notes().claim.connections += self.counts.opened.load(SeqCst) as u64;
        }
    }
}

/// A GET that is the same every time, and what its answer must be.
pub struct Page {
    path: String,
    uri: Uri,
    body: Mutex<Option<Vec<u8>>>, // None: a real server's first answer is what the others must be
}

impl Page {
    pub fn new(context: &Context, path: String, body: Vec<u8>) -> Result<Arc<Self>> {
        let real = !context.real_server.is_empty();
        let address = if real { context.real_server.clone() } else { format!("http://{}{path}", context.target) };
        let uri = address.parse().map_err(|_| Problem::Input(format!("target '{address}': an address like http://HOST:PORT/PATH is expected")))?;
        Ok(Arc::new(Page { path, uri, body: Mutex::new(if real { None } else { Some(body) }) }))
    }

    /// Answered with `size` bytes abc…zabc… after `delay_us`.
    pub fn waiting(context: &Context, delay_us: usize, size: usize) -> Result<Arc<Self>> {
        Page::new(context, format!("/wait/{delay_us}/{size}"), pattern(size))
    }

    pub async fn get(&self, context: &Context, client: &Client) -> Result<()> {
        self.check(context, client.response(self).await?).await
    }

    async fn check(&self, context: &Context, response: Response<Body>) -> Result<()> {
        let status = response.status();
        let body = to_bytes(response.into_body()).await?;
        if status != StatusCode::OK {
            context.fail(&format!("the answer has status {} and not 200", status.as_u16()));
            return Ok(());
        }
        let mut known = self.body.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        match &*known {
            None => *known = Some(body.to_vec()),
            Some(expected) if expected[..] != body[..] => context.fail("the body is not what was asked for"),
            Some(_) => {}
        }
        Ok(())
    }

    pub fn claim(&self, context: &Context, count: usize) {
        if context.real_server.is_empty() {
            context.notes().claim.request(&self.path, count as u64);
        }
    }

    /// Books `count` exchanges that each waited `delay_us`.
    fn settle(&self, context: &Context, count: usize, delay_us: usize) {
        context.operations(count);
        context.waits((count * delay_us) as i64 * 1000);
        self.claim(context, count);
    }

    /// One GET, its latency and its place in the timeline.
    async fn timed_get(&self, context: &Context, client: &Client, task: usize) -> Result<()> {
        let sent_ns = now_ns();
        self.get(context, client).await?;
        let answered_ns = now_ns();
        context.latency.record(answered_ns - sent_ns);
        if context.keeps_spans() {
            context.record_span(task, sent_ns, answered_ns);
        }
        Ok(())
    }
}

/// The bytes that every body of the target is made of.
pub fn pattern(size: usize) -> Vec<u8> {
    (b'a'..=b'z').cycle().take(size).collect()
}

pub async fn gather(context: Arc<Context>) -> Result<()> {
    let (tasks, delay_us) = (context.argument("requests"), context.argument("delay_us"));
    let times = if delay_us > 0 { 1 } else { (2048 / tasks).max(1) };
    let (client, page) = (Client::new(&context), Page::waiting(&context, delay_us, context.argument("bytes"))?);
    context.start();
    let result = together(&context, tasks, |context, task| {
        let (client, page) = (client.clone(), page.clone());
        async move {
            for _ in 0..times {
                page.timed_get(&context, &client, task).await?;
            }
            Ok(())
        }
    });
    let result = result.await;
    context.stop();
    client.claim(&context).await;
    page.settle(&context, tasks * times, delay_us);
    result
}

pub async fn gather_open(context: Arc<Context>) -> Result<()> {
    let schedule = OpenLoop::short(&context);
    get_on_schedule(context.clone(), schedule, context.argument("requests"), 0).await
}

async fn get_on_schedule(context: Arc<Context>, schedule: OpenLoop, tasks: usize, delay_us: usize) -> Result<()> {
    let schedule = Arc::new(schedule);
    let (client, page) = (Client::new(&context), Page::waiting(&context, delay_us, context.argument("bytes"))?);
    let started_ns = context.start();
    let result = together(&context, tasks, |context, first| {
        let (client, page, schedule) = (client.clone(), page.clone(), schedule.clone());
        async move {
            for number in (first..schedule.due_ns.len()).step_by(tasks) {
                let intended_ns = schedule.wait_until_due(started_ns, number).await;
                let sent_ns = now_ns();
                page.get(&context, &client).await?;
                let answered_ns = now_ns();
                context.latency.record(answered_ns - intended_ns);
                context.uncorrected.record(answered_ns - sent_ns);
            }
            Ok(())
        }
    });
    let result = result.await;
    context.stop();
    client.claim(&context).await;
    schedule.finish(&context);
    page.claim(&context, schedule.due_ns.len());
    result
}

pub async fn sequence(context: Arc<Context>) -> Result<()> {
    let (requests, delay_us) = (context.argument("requests"), context.argument("delay_us"));
    let (client, page) = (Client::new(&context), Page::waiting(&context, delay_us, context.argument("bytes"))?);
    context.start();
    for task in 0..requests {
        page.timed_get(&context, &client, task).await?;
    }
    context.stop();
    client.claim(&context).await;
    page.settle(&context, requests, delay_us);
    Ok(())
}

/// bounded: gather with tokio's Semaphore around every request.
pub async fn bounded(context: Arc<Context>) -> Result<()> {
    const SIZE: usize = 64;
    let (requests, delay_us) = (context.argument("requests"), context.argument("delay_us"));
    let (client, page) = (Client::new(&context), Page::waiting(&context, delay_us, SIZE)?);
    let places = Arc::new(tokio::sync::Semaphore::new(context.argument("limit")));
    context.start();
    let result = together(&context, requests, |context, task| {
        let (client, page, places) = (client.clone(), page.clone(), places.clone());
        async move {
            let _place = places.acquire().await.map_err(|error| Problem::Failed(error.to_string()))?;
            page.timed_get(&context, &client, task).await
        }
    });
    let result = result.await;
    context.stop();
    client.claim(&context).await;
    page.settle(&context, requests, delay_us);
    result
}

/// failing_gather: one of N requests fails. Without fail_fast all end; with it the others are aborted at once.
pub async fn failing_gather(context: Arc<Context>) -> Result<()> {
    const SIZE: usize = 64;
    let (others, fail_fast) = (context.argument("requests") - 1, context.argument("fail_fast") != 0);
    let (client, good) = (Client::new(&context), Page::waiting(&context, context.argument("delay_us"), SIZE)?);
    let bad = Page::new(&context, "/status/500".into(), Vec::new())?;
    let failed_ns = Arc::new(AtomicI64::new(0));
    context.start();
    let handles: Vec<_> = (0..others)
        .map(|_| {
            let (context, client, good) = (context.clone(), client.clone(), good.clone());
            tokio::spawn(async move { good.get(&context, &client).await })
        })
        .collect();
    let failing = tokio::spawn({
        let (client, bad, failed_ns) = (client.clone(), bad.clone(), failed_ns.clone());
        async move {
            // When all others have been sent, so that it is known what the target has seen of them.
            while client.counts.written.load(SeqCst) < others {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            let status = client.response(&bad).await?.status();
            failed_ns.store(now_ns(), SeqCst);
            Result::Ok(status)
        }
    });
    let refused = failing.await?? == StatusCode::INTERNAL_SERVER_ERROR;
    if fail_fast {
        handles.iter().for_each(|handle| handle.abort());
    }
    let (mut finished, mut stopped) = (0, 0);
    for handle in handles {
        match handle.await {
            Ok(ended) => {
                ended?;
                finished += 1;
            }
            Err(error) if error.is_cancelled() => stopped += 1,
            Err(error) => return Err(error.into()),
        }
    }
    let known_ns = now_ns();
    context.stop();
    client.claim(&context).await;
    if refused {
        context.latency.record(known_ns - failed_ns.load(SeqCst));
    } else {
        context.fail("the error of the failing request did not reach the caller");
    }
    if finished + stopped != others {
        context.fail("some of the other requests were neither finished nor stopped");
    }
    context.measure("others_finished", finished as f64);
    context.measure("others_stopped", stopped as f64);
    context.operations(others + 1);
    good.claim(&context, others);
    bad.claim(&context, 1);
    Ok(())
}

/// keepalive: clients that ask, think and ask again for a while; latency counts from the moment a request is due.
pub async fn keepalive(context: Arc<Context>) -> Result<()> {
    let (clients, delay_us) = (context.argument("connections"), context.argument("delay_us"));
    let (think_ns, pass_ns) = (context.argument("think_us") as i64 * 1000, context.argument("pass_ms") as i64 * 1_000_000);
    let (client, page) = (Client::new(&context), Page::waiting(&context, delay_us, context.argument("bytes"))?);
    let (sent, busy_ns) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicI64::new(0)));
    let started_ns = context.start();
    let result = together(&context, clients, |context, _| {
        let (client, page, sent, busy_ns) = (client.clone(), page.clone(), sent.clone(), busy_ns.clone());
        async move {
            let mut due_ns = started_ns;
            while due_ns < started_ns + pass_ns {
                let left_ns = due_ns - now_ns();
                if left_ns > 0 {
                    tokio::time::sleep(Duration::from_nanos(left_ns as u64)).await;
                }
                sent.fetch_add(1, SeqCst);
                page.get(&context, &client).await?;
                let answered_ns = now_ns();
                context.latency.record(answered_ns - due_ns);
                busy_ns.fetch_add(answered_ns - due_ns + think_ns, SeqCst);
                due_ns = answered_ns + think_ns;
            }
            Ok(())
        }
    });
    let result = result.await;
    let elapsed_ns = now_ns() - started_ns;
    context.stop();
    client.claim(&context).await;
    context.measure("in_flight_share", busy_ns.load(SeqCst) as f64 / elapsed_ns as f64 / clients as f64);
    page.settle(&context, sent.load(SeqCst), delay_us);
    result
}

/// keepalive_open: a rate of requests over keep-alive connections, behind an upstream that takes its time.
pub async fn keepalive_open(context: Arc<Context>) -> Result<()> {
    let schedule = OpenLoop::new(&context, true, context.argument("pass_ms") as f64 / 1e3);
    get_on_schedule(context.clone(), schedule, context.argument("connections"), context.argument("delay_us")).await
}
