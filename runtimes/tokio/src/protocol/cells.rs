//! The cells of a guest: the C++ workers' own table of workloads (--unblock_cells), under the guest's name.
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::{json, Value};

use super::context::Context;
use super::{input, Result};

pub type Pass = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// How a workload is run: as the root task of a runtime, or on the thread that makes runtimes itself.
#[derive(Clone, Copy)]
pub enum Run {
    Task(fn(Arc<Context>) -> Pass),
    Thread(fn(&Context) -> Result<()>),
}

/// Beside TCP, which has no argument. None is written for these guests, and a cell of one says so.
const WIRES: [&str; 4] = ["unix", "tls", "tls_resumed", "udp"];

pub struct Workload {
    pub name: &'static str,
    pub run: Run,
    /// Why these arguments cannot run here; empty: they can.
    pub why_not: fn(&BTreeMap<String, u64>) -> String,
}

#[derive(Clone)]
pub struct Cell {
    pub name: String,
    pub workload: String,
    pub arguments: Vec<(String, u64)>,
    wire: String,
    pub once: bool,
    pub needs_target: bool,
    pub speaks_http: bool,
    pub not_applicable: String,
    pub run: Run,
    operation: String,
    quick: bool,
}

impl Cell {
    /// As Google Benchmark prints it.
    pub fn benchmark_name(&self) -> String {
        format!("{}{}/process_time/manual_time", self.name, if self.once { "/iterations:1" } else { "" })
    }
    pub fn values(&self) -> BTreeMap<String, u64> {
        self.arguments.iter().cloned().collect()
    }
    pub fn description(&self) -> Value {
        let mut arguments: Vec<Value> = self.arguments.iter().map(|pair| json!(pair)).collect();
        if !self.wire.is_empty() {
            arguments.push(json!(["wire", self.wire]));
        }
        json!({"name": self.name, "workload": self.workload, "operation": self.operation, "arguments": arguments,
               "quick": self.quick, "once": self.once, "needs_target": self.needs_target, "speaks_http": self.speaks_http,
               "not_applicable": self.not_applicable})
    }

    fn finish(mut self, runtime: &str, workload: &Workload) -> Cell {
        self.name = format!("{runtime}/{}", self.workload);
        for (name, value) in &self.arguments {
            self.name += &format!("/{name}:{value}");
        }
        self.not_applicable = (workload.why_not)(&self.values());
        if !self.wire.is_empty() {
            self.name += &format!("/wire:{}", self.wire);
            self.not_applicable = "this guest speaks TCP only".into();
        }
        self
    }
}

fn read(row: &Value, workload: &Workload) -> Option<Cell> {
    let text = |key: &str| Some(row.get(key)?.as_str()?.to_string());
    let truth = |key: &str| row.get(key)?.as_bool();
    let pair = |pair: &Value| Some((pair.get(0)?.as_str()?.to_string(), pair.get(1)?.as_u64()?));
    let arguments = row.get("arguments")?.as_array()?;
    Some(Cell {
        name: String::new(),
        workload: text("workload")?,
        arguments: arguments.iter().filter(|pair| pair[0] != "wire").map(pair).collect::<Option<_>>()?,
        wire: arguments.iter().find(|pair| pair[0] == "wire").and_then(|pair| pair[1].as_str()).unwrap_or_default().into(),
        once: truth("once")?,
        needs_target: truth("needs_target")?,
        speaks_http: truth("speaks_http")?,
        not_applicable: String::new(),
        run: workload.run,
        operation: text("operation")?,
        quick: truth("quick")?,
    })
}

pub fn cells_of(runtime: &str, table: &str, extra_case: &str, workloads: &[Workload]) -> Result<Vec<Cell>> {
    let problem = match std::fs::read_to_string(table) {
        Ok(text) => match serde_json::from_str::<Value>(&text) {
            Ok(json) => return from_table(runtime, &json, extra_case, workloads),
            Err(error) => error.to_string(),
        },
        Err(error) => error.to_string(),
    };
    input(format!("cannot read the table of workloads '{table}': {problem}; build the target 'guest-cells'"))
}

fn from_table(runtime: &str, table: &Value, extra_case: &str, workloads: &[Workload]) -> Result<Vec<Cell>> {
    let mut cells = Vec::new();
    for row in table["cells"].as_array().into_iter().flatten() {
        if let Some(workload) = workloads.iter().find(|workload| row["workload"] == workload.name) {
            cells.extend(read(row, workload).map(|cell| cell.finish(runtime, workload)));
        }
    }
    if !extra_case.is_empty() {
        let extra = parse_case(runtime, &cells, workloads, extra_case)?;
        if cells.iter().all(|cell| cell.name != extra.name) {
            cells.push(extra);
        }
    }
    Ok(cells)
}

fn parse_case(runtime: &str, cells: &[Cell], workloads: &[Workload], text: &str) -> Result<Cell> {
    let mut parts = text.split('/');
    let name = parts.next().unwrap_or_default();
    let like = cells.iter().find(|cell| cell.workload == name);
    let workload = workloads.iter().find(|workload| workload.name == name);
    let (like, workload) = match (like, workload) {
        (Some(like), Some(workload)) => (like, workload),
        _ => return input(format!("runtime '{runtime}' has no workload '{name}'")),
    };
    let mut cell = Cell { quick: false, once: false, wire: String::new(), ..like.clone() };
    for part in parts {
        set(&mut cell, part)?;
    }
    Ok(cell.finish(runtime, workload))
}

fn set(cell: &mut Cell, part: &str) -> Result<()> {
    let (name, text) = part.split_once(':').unwrap_or((part, ""));
    if name == "wire" && WIRES.contains(&text) {
        cell.wire = text.to_string();
        return Ok(());
    }
    let known: Vec<_> = cell.arguments.iter().map(|(name, _)| name.clone()).collect();
    let index = match known.iter().position(|other| other == name) {
        Some(index) if part.contains(':') => index,
        _ => return input(format!("workload '{}' has no parameter '{name}'; it has {}", cell.workload, known.join(", "))),
    };
    match text.parse::<u64>() {
        Ok(0) if index == 0 => input(format!("the parameter '{name}' must be at least 1")),
        Ok(value) if !text.starts_with('+') => {
            cell.arguments[index].1 = value;
            Ok(())
        }
        _ => input(format!("'{text}' is no value for the parameter '{name}': a whole number from 0 on is expected")),
    }
}
