//! What a workload measures with: its arguments, its clock, where results go and what it claims to have done.
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use super::histogram::Histogram;
use super::usage::{now_ns, status, Usage};

/// What this worker says it did to the target; the target's own count must agree.
#[derive(Clone, Default)]
pub struct Claim {
    pub connections: u64,
    pub requests: u64,
    pub bytes_out: i64, // 0 with requests: not claimed, hyper writes headers of its own
    pub bytes_in: i64,
    pub work: BTreeMap<String, i64>, // what unblock-digest makes the digest of: {"request:/wait/0/64": how often}
}

impl Claim {
    pub fn request(&mut self, path: &str, count: u64) {
        self.requests += count;
        self.add(format!("request:{path}"), count as i64);
    }

    /// `repeats` messages of `size` bytes on each of `connections` connections.
    pub fn echo(&mut self, connections: usize, size: usize, repeats: usize) {
        self.echo_times(connections, size, repeats, 1);
    }

    /// `messages` in turn over the connections: the first few of these send one more than the others.
    pub fn echo_dealt_out(&mut self, connections: usize, size: usize, messages: usize) {
        let (repeats, extra) = (messages / connections, messages % connections);
        self.echo(connections, size, repeats);
        if extra > 0 {
            self.echo_times(extra, size, repeats + 1, 1);
            self.echo_times(extra, size, repeats, -1);
        }
    }

    fn echo_times(&mut self, connections: usize, size: usize, repeats: usize, times: i64) {
        let bytes = times * (connections * size * repeats) as i64;
        self.bytes_out += bytes;
        self.bytes_in += bytes;
        self.add(format!("echo:{connections}:{size}:{repeats}"), times);
    }

    fn add(&mut self, item: String, count: i64) {
        *self.work.entry(item).or_default() += count;
    }
}

/// What the passes since the last clear() came to; from the task that runs the pass only.
#[derive(Default)]
pub struct Totals {
    pub elapsed_ns: i64, // of the last pass
    pub total_elapsed_ns: i64,
    pub operations: u64,
    pub waits_ns: i64,
    pub usage: Usage,
    pub measured: BTreeMap<String, (f64, f64)>, // sum and count
    started_ns: i64,
    usage_at_start: Usage,
}

#[derive(Default)]
pub struct Notes {
    pub failure: String,
    pub configuration: BTreeMap<String, String>,
    pub spans: Vec<(u64, i64, i64)>,
    pub spans_kept: usize,
    pub threads: i64,
    pub claim: Claim,
}

pub struct Context {
    pub target: String,      // host:port
    pub real_server: String, // the URL of --unblock_server, or empty
    pub multi_thread: bool,
    pub latency: Histogram,
    pub uncorrected: Histogram,
    arguments: BTreeMap<String, u64>,
    syscall_counter: i32,
    totals: Mutex<Totals>,
    notes: Mutex<Notes>,
}

impl Context {
    pub fn new(arguments: BTreeMap<String, u64>, target: String, real_server: String, multi_thread: bool, syscall_counter: i32) -> Self {
        Context {
            target,
            real_server,
            multi_thread,
            latency: Histogram::new(),
            uncorrected: Histogram::new(),
            arguments,
            syscall_counter,
            totals: Mutex::default(),
            notes: Mutex::default(),
        }
    }

    pub fn argument(&self, name: &str) -> usize {
        self.arguments[name] as usize
    }

    pub fn totals(&self) -> MutexGuard<'_, Totals> {
        self.totals.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
    pub fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// The timed part of a pass lies between start() and stop(). start() returns its moment.
    pub fn start(&self) -> i64 {
        let mut totals = self.totals();
        totals.usage_at_start = Usage::now(self.syscall_counter);
        totals.started_ns = now_ns();
        totals.started_ns
    }
    pub fn stop(&self) {
        let stopped_ns = now_ns();
        let mut totals = self.totals();
        totals.elapsed_ns = stopped_ns - totals.started_ns;
        totals.total_elapsed_ns += totals.elapsed_ns;
        let used = Usage::now(self.syscall_counter) - totals.usage_at_start;
        totals.usage += used;
        let mut notes = self.notes();
        if notes.threads == 0 {
            notes.threads = status("Threads:");
        }
    }

    pub fn record_span(&self, task: usize, start_ns: i64, end_ns: i64) {
        let started_ns = self.totals().started_ns;
        let mut notes = self.notes();
        if notes.spans.len() < notes.spans_kept {
            notes.spans.push((task as u64, start_ns - started_ns, end_ns - started_ns));
        }
    }
    pub fn keeps_spans(&self) -> bool {
        self.notes().spans_kept > 0
    }

    pub fn operations(&self, count: usize) {
        self.totals().operations += count as u64;
    }
    /// The sum of the waits of this pass, for the overlap factor.
    pub fn waits(&self, total_ns: i64) {
        self.totals().waits_ns += total_ns;
    }
    /// A figure of this pass beside time and latency; the counter is the mean over the passes.
    pub fn measure(&self, name: &str, value: f64) {
        let mut totals = self.totals();
        let (sum, count) = totals.measured.entry(name.into()).or_default();
        *sum += value;
        *count += 1.0;
    }

    /// The work came out wrong; the first sentence is kept.
    pub fn fail(&self, sentence: &str) {
        let mut notes = self.notes();
        if notes.failure.is_empty() {
            notes.failure = sentence.into();
        }
    }
    pub fn note(&self, key: &str, value: impl ToString) {
        self.notes().configuration.insert(key.into(), value.to_string());
    }

    /// Forgets what earlier passes measured; the claim and the configuration stay.
    pub fn clear(&self) {
        self.latency.clear();
        self.uncorrected.clear();
        *self.totals() = Totals::default();
    }
}
