//! Server-sent events: `data: <sequence> <intended_ns> <sent_ns> <padding>`, on the target's schedule.
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::Arc;

use hyper::body::HttpBody;

use super::http::{pattern, Client, Page};
use super::together;
use crate::protocol::context::Context;
use crate::protocol::histogram::Histogram;
use crate::protocol::usage::now_ns;
use crate::protocol::Result;

const EVENT_BYTES: usize = 128;
const LATE_NS: i64 = 5_000_000; // a stream is good when its first chunk and every gap are at most this much later than its schedule

fn events(context: &Context, count: usize, interval_us: usize) -> Result<Arc<Page>> {
    Page::new(context, format!("/stream/{count}/{interval_us}/{EVENT_BYTES}"), Vec::new())
}

/// (intended_ns, sent_ns) of event `number`; None: it is not the one that was asked for.
fn parse(line: &[u8], number: usize) -> Option<(i64, i64)> {
    let text = std::str::from_utf8(line).ok()?;
    let mut words = text.splitn(5, ' ');
    let named = words.next()? == "data:" && words.next()?.parse() == Ok(number);
    let (intended_ns, sent_ns) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let padding = words.next()?.as_bytes();
    let whole = text.len() == EVENT_BYTES - 2 && padding == &pattern(padding.len())[..];
    if named && whole { Some((intended_ns, sent_ns)) } else { None }
}

/// Calls heard(number, intended_ns, sent_ns) for every event of the page.
async fn follow(context: &Context, client: &Client, page: &Page, mut heard: impl FnMut(usize, i64, i64)) -> Result<usize> {
    let mut body = client.response(page).await?.into_body();
    let (mut kept, mut number) = (Vec::new(), 0);
    while let Some(chunk) = body.data().await {
        kept.extend_from_slice(&chunk?);
        while let Some(end) = kept.iter().position(|&byte| byte == b'\n') {
            let line: Vec<u8> = kept.drain(..=end).collect();
            if end == 0 {
                continue;
            }
            match parse(&line[..end], number) {
                Some((intended_ns, sent_ns)) => heard(number, intended_ns, sent_ns),
                None => context.fail(&format!("event {number} of the stream is not the one that was asked for")),
            }
            number += 1;
        }
    }
    Ok(number)
}

struct Gaps {
    first: Histogram,
    between: Histogram,
    target_late: Histogram,
    good: AtomicUsize,
}

pub async fn stream(context: Arc<Context>) -> Result<()> {
    let (streams, chunks, interval_us) = (context.argument("streams"), context.argument("chunks"), context.argument("interval_us"));
    let (client, page) = (Client::new(&context), events(&context, chunks, interval_us)?);
    let gaps = Arc::new(Gaps { first: Histogram::new(), between: Histogram::new(), target_late: Histogram::new(), good: AtomicUsize::new(0) });
    context.start();
    let result = together(&context, streams, |context, _| {
        let (client, page, gaps) = (client.clone(), page.clone(), gaps.clone());
        async move {
            let (mut previous_ns, mut good) = (now_ns(), true);
            let arrived = follow(&context, &client, &page, |number, intended_ns, sent_ns| {
                let now = now_ns();
                context.latency.record(now - intended_ns);
                context.uncorrected.record(now - sent_ns);
                gaps.target_late.record(sent_ns - intended_ns);
                if number == 0 { &gaps.first } else { &gaps.between }.record(now - previous_ns);
                good &= now - previous_ns <= interval_us as i64 * 1000 + LATE_NS;
                previous_ns = now;
            });
            if arrived.await? != chunks {
                context.fail("a stream did not bring all its chunks");
            }
            gaps.good.fetch_add(good.into(), SeqCst);
            Ok(())
        }
    });
    let result = result.await;
    context.stop();
    client.claim(&context).await;
    for (name, histogram) in [("first_chunk", &gaps.first), ("between_chunks", &gaps.between), ("target_late", &gaps.target_late)] {
        context.measure(&format!("{name}_p50_ns"), histogram.quantile_ns(0.5));
        context.measure(&format!("{name}_p99_ns"), histogram.quantile_ns(0.99));
    }
    context.measure("good_streams", gaps.good.load(SeqCst) as f64 / streams as f64);
    context.operations(streams * chunks);
    context.waits((streams * chunks * interval_us) as i64 * 1000);
    page.claim(&context, streams);
    result
}

/// pipeline: items stream in from one server, and for each a second is called by a task of its own.
pub async fn pipeline(context: Arc<Context>) -> Result<()> {
    const SIZE: usize = 64;
    let items = context.argument("items");
    let client = Client::new(&context);
    let page = events(&context, items, context.argument("interval_us"))?;
    let answers = Page::waiting(&context, context.argument("delay_us"), SIZE)?;
    let mut calls = Vec::new();
    context.start();
    let arrived = follow(&context, &client, &page, |_, intended_ns, _| {
        let (context, client, answers) = (context.clone(), client.clone(), answers.clone());
        calls.push(tokio::spawn(async move {
            let result = answers.get(&context, &client).await;
            context.latency.record(now_ns() - intended_ns); // from the moment that the schedule had for the item
            result
        }));
    })
    .await?;
    for call in calls {
        call.await??;
    }
    context.stop();
    client.claim(&context).await;
    if arrived != items {
        context.fail("the stream did not bring all its items");
    }
    context.operations(arrived);
    page.claim(&context, 1);
    answers.claim(&context, arrived);
    Ok(())
}
