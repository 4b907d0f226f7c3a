//! One life of a worker: the target it talks to, the context of its cell, the side file.
use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{json, Value};

use super::cells::{Cell, Run};
use super::context::Context;
use super::options::Options;
use super::target::{digest_of, disagreement, OwnTarget};
use super::{input, Result};

const KEPT_SPANS: usize = 64;

pub struct Session {
    pub options: Options,
    pub startup_ms: f64,
    pub overhead_syscalls: i64,
    target: Option<OwnTarget>,
    current: Option<(Cell, Arc<Context>)>,
    spans: Vec<(u64, i64, i64)>,
}

/// A runtime as most programs have it: all of tokio's defaults, on this thread or on as many as there are cores.
pub fn new_runtime(multi_thread: bool) -> std::io::Result<tokio::runtime::Runtime> {
    let mut builder = if multi_thread { tokio::runtime::Builder::new_multi_thread() } else { tokio::runtime::Builder::new_current_thread() };
    builder.enable_all().build()
}

impl Session {
    pub fn new(options: Options) -> Self {
        Session { options, startup_ms: 0.0, overhead_syscalls: 0, target: None, current: None, spans: Vec::new() }
    }

    /// The context of a cell, made and warmed up at the first call; on later calls the same one, cleared.
    pub fn open(&mut self, cell: &Cell) -> Result<Arc<Context>> {
        if let Some((known, context)) = &self.current {
            if known.name == cell.name {
                context.clear();
                return Ok(context.clone());
            }
        }
        let server = if cell.speaks_http { self.options.server.clone() } else { String::new() };
        let address = self.address(cell, &server)?;
        let multi_thread = self.options.guest == "tokio_multi";
        let context = Arc::new(Context::new(cell.values(), address, server, multi_thread, self.options.syscall_counter));
        self.current = Some((cell.clone(), context.clone()));
        self.spans.clear();
        self.note(&context, multi_thread);
        self.measure_startup();
        self.warm_up(cell, &context)?;
        Ok(context)
    }

    fn note(&self, context: &Context, multi_thread: bool) {
        context.note("idiom", "idiomatic");
        context.note("interpreter", "none: compiled, release profile");
        context.note("library", concat!("tokio ", env!("UNBLOCK_TOKIO")));
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        context.note("flavor", if multi_thread { format!("multi_thread, {threads} workers") } else { "current_thread".into() });
        if !context.real_server.is_empty() {
            context.note("target", format!("{}, its work checked by the client only", context.real_server));
        }
    }

    pub fn run_pass(&self, cell: &Cell, context: &Arc<Context>) -> Result<()> {
        match cell.run {
            Run::Task(run) => new_runtime(context.multi_thread)?.block_on(run(context.clone())),
            Run::Thread(run) => run(context),
        }
    }

    fn address(&mut self, cell: &Cell, server: &str) -> Result<String> {
        if !cell.needs_target {
            return Ok(String::new());
        }
        if !server.is_empty() {
            return match server.parse::<hyper::Uri>() {
                Ok(uri) if uri.scheme_str() == Some("http") && uri.host().is_some() => {
                    Ok(format!("{}:{}", uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(80)))
                }
                _ => input(format!("target '{server}': an address like http://HOST:PORT/PATH is expected")),
            };
        }
        if self.options.port != 0 {
            let address = &self.options.address;
            let host = if address.contains(':') { format!("[{address}]") } else { address.clone() };
            return Ok(format!("{host}:{}", self.options.port));
        }
        if self.target.is_none() {
            self.target = Some(OwnTarget::start()?);
        }
        match &mut self.target {
            Some(target) => {
                target.ask("reset")?;
                Ok(format!("127.0.0.1:{}", target.port))
            }
            None => Ok(String::new()),
        }
    }

    /// From the launcher's first line to here, once, before the first pass.
    fn measure_startup(&mut self) {
        let launched_us = std::env::var("UNBLOCK_LAUNCHED_US").ok().and_then(|text| text.parse::<f64>().ok());
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        if let (true, Some(launched_us)) = (self.startup_ms == 0.0, launched_us) {
            self.startup_ms = now.as_secs_f64() * 1e3 - launched_us / 1e3;
        }
    }

    fn warm_up(&mut self, cell: &Cell, context: &Arc<Context>) -> Result<()> {
        context.start();
        context.stop();
        self.overhead_syscalls = context.totals().usage.syscalls;
        context.clear();
        context.notes().threads = 0;
        if cell.once {
            return Ok(());
        }
        context.notes().spans_kept = if self.options.spans { KEPT_SPANS } else { 0 };
        let result = self.run_pass(cell, context);
        self.spans = std::mem::take(&mut context.notes().spans);
        context.notes().spans_kept = 0;
        context.clear();
        result
    }

    /// Where this worker owns the target, compares the claim with its count. Empty: they agree.
    pub fn verify(&mut self, cell: &Cell, context: &Context) -> Result<String> {
        match &mut self.target {
            Some(target) if cell.needs_target && context.real_server.is_empty() => {
                let claim = context.notes().claim.clone();
                let digest = digest_of(&claim.work)?;
                Ok(disagreement(&claim, &digest, &target.ask("report")?))
            }
            _ => Ok(String::new()),
        }
    }

    /// Writes the side file, if one was asked for.
    pub fn finish(&self) -> Result<()> {
        if self.options.side_file.is_empty() {
            return Ok(());
        }
        let mut side = json!({"runtime": self.options.guest});
        if let Some((cell, context)) = &self.current {
            self.describe_into(&mut side, cell, context)?;
        }
        write_file(&self.options.side_file, &side.to_string())
    }

    fn describe_into(&self, side: &mut Value, cell: &Cell, context: &Context) -> Result<()> {
        let notes = context.notes();
        let claim = &notes.claim;
        let nothing = BTreeMap::new();
        let digest = digest_of(if context.real_server.is_empty() { &claim.work } else { &nothing })?;
        side["cell"] = json!(cell.name);
        side["claim"] = json!({"connections": claim.connections, "requests": claim.requests, "bytes_out": claim.bytes_out,
                               "bytes_in": claim.bytes_in, "digest": digest});
        side["configuration"] = json!(notes.configuration);
        side["latency"] = json!(context.latency.rows());
        side["uncorrected"] = json!(context.uncorrected.rows());
        side["failure"] = json!(notes.failure);
        side["spans"] = json!(self.spans);
        Ok(())
    }
}

/// The whole file or none of it.
pub fn write_file(path: &str, text: &str) -> Result<()> {
    let part = format!("{path}.part");
    match std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, path)) {
        Ok(()) => Ok(()),
        Err(error) => input(format!("cannot write '{path}': {error}")),
    }
}
