//! The body of a worker in Rust: flags, cells, rows, exit code.
use std::sync::Arc;

use serde_json::{json, Map, Value};

use super::cells::{cells_of, Cell, Workload};
use super::context::Context;
use super::options::{parse, Options};
use super::rows::{add_counters, context_of, empty_row};
use super::session::{write_file, Session};
use super::usage::{raise_descriptor_limit, Usage};
use super::{input, Problem, Result};

/// Exit code: 0 done, 1 a cell failed, 2 the flags were wrong.
pub fn worker_main(arguments: &[String], workloads: Vec<Workload>) -> i32 {
    let options = parse(arguments);
    let guest = options.as_ref().map_or("tokio".to_string(), |options| options.guest.clone());
    match options.and_then(|options| run(options, &workloads)) {
        Ok(code) => code,
        Err(Problem::Input(sentence) | Problem::NotHere(sentence) | Problem::Failed(sentence)) => {
            eprintln!("unblock-worker-{guest}: {sentence}");
            2
        }
    }
}

fn run(options: Options, workloads: &[Workload]) -> Result<i32> {
    let cells = cells_of(&options.guest, &options.cells_file, &options.extra_case, workloads)?;
    if options.describe {
        let list: Vec<Value> = cells.iter().map(Cell::description).collect();
        println!("{:#}", json!({"protocol": 1, "runtime": options.guest, "kind": "guest", "cells": list}));
        return Ok(0);
    }
    let picked = chosen(cells, &options.filter)?;
    if options.list_tests {
        picked.iter().for_each(|cell| println!("{}", cell.benchmark_name()));
        return Ok(0);
    }
    for path in [&options.out, &options.side_file] {
        if !path.is_empty() {
            write_file(path, "")?; // what cannot be written is said before anything is measured
        }
    }
    raise_descriptor_limit();
    measure(Session::new(options), &picked)
}

fn chosen(cells: Vec<Cell>, filter: &str) -> Result<Vec<Cell>> {
    let (pattern, keep) = filter.strip_prefix('-').map_or((filter, true), |pattern| (pattern, false));
    let pattern = if pattern == "all" { "." } else { pattern };
    match regex::Regex::new(pattern) {
        Ok(regex) => Ok(cells.into_iter().filter(|cell| regex.is_match(&cell.benchmark_name()) == keep).collect()),
        Err(error) => {
            let why = error.to_string();
            input(format!("--benchmark_filter={pattern}: not a regular expression: {}", why.lines().last().unwrap_or_default()))
        }
    }
}

fn measure(mut session: Session, picked: &[Cell]) -> Result<i32> {
    let mut code = 0;
    let mut rows = Vec::new();
    for (index, cell) in picked.iter().enumerate() {
        let row = row_of(&mut session, cell, index)?;
        if row.get("error_message").and_then(Value::as_str).map_or(false, |problem| !problem.starts_with("n/a")) {
            code = 1;
        }
        if !session.options.json {
            println!("{}", console_line(&row));
        }
        rows.push(row);
    }
    if picked.is_empty() {
        eprintln!("Failed to match any benchmarks against regex: {}", session.options.filter);
    } else {
        let text = format!("{:#}\n", json!({"context": context_of(&session.options.guest), "benchmarks": rows}));
        if session.options.json {
            print!("{text}");
        }
        if !session.options.out.is_empty() {
            write_file(&session.options.out, &text)?;
        }
    }
    session.finish()?;
    Ok(code)
}

/// Google Benchmark's rule for the next attempt. None: the last one was long enough.
fn next_iterations(iterations: u64, seconds: f64, min_time_s: f64) -> Option<u64> {
    const MOST: u64 = 1_000_000_000;
    if seconds >= min_time_s || iterations >= MOST {
        return None;
    }
    let wanted = min_time_s * 1.4 / seconds.max(1e-9);
    let limited = if seconds / min_time_s <= 0.1 { wanted.min(10.0) } else { wanted };
    let multiplier = if limited <= 1.0 { 2.0 } else { limited };
    Some(((multiplier * iterations as f64) as u64).max(iterations + 1).min(MOST))
}

/// `iterations` passes of a cell: seconds of wall and CPU time, and what was measured.
fn attempt(session: &mut Session, cell: &Cell, iterations: u64) -> Result<(f64, f64, Arc<Context>)> {
    if !cell.not_applicable.is_empty() {
        return Err(Problem::NotHere(cell.not_applicable.clone()));
    }
    let context = session.open(cell)?;
    let before = Usage::now(-1);
    let mut seconds = 0.0;
    for _ in 0..iterations {
        session.run_pass(cell, &context)?;
        seconds += context.totals().elapsed_ns as f64 / 1e9;
        let failure = context.notes().failure.clone();
        if !failure.is_empty() {
            return Err(Problem::Failed(format!("wrong work: {failure}")));
        }
    }
    let cpu_s = (Usage::now(-1) - before).cpu_ns() as f64 / 1e9;
    let wrong = session.verify(cell, &context)?;
    if !wrong.is_empty() {
        return Err(Problem::Failed(format!("wrong work: {wrong}")));
    }
    Ok((seconds, cpu_s, context))
}

fn row_of(session: &mut Session, cell: &Cell, index: usize) -> Result<Map<String, Value>> {
    let mut row = empty_row(cell, index);
    let fixed = if cell.once { 1 } else { session.options.iterations };
    let mut iterations = fixed.max(1);
    loop {
        let problem = match attempt(session, cell, iterations) {
            Ok((seconds, cpu_s, context)) => {
                match next_iterations(iterations, seconds, session.options.min_time_s) {
                    Some(more) if fixed == 0 => iterations = more,
                    _ => {
                        row.insert("iterations".into(), json!(iterations));
                        row.insert("real_time".into(), json!(seconds * 1e9 / iterations as f64));
                        row.insert("cpu_time".into(), json!(cpu_s * 1e9 / iterations as f64));
                        add_counters(&mut row, &context, session, iterations as f64);
                        return Ok(row);
                    }
                }
                continue;
            }
            Err(Problem::Input(sentence)) => return input(sentence),
            Err(Problem::NotHere(reason)) => format!("n/a: {reason}"),
            Err(Problem::Failed(sentence)) if sentence.starts_with("wrong work: ") => sentence,
            Err(Problem::Failed(sentence)) => format!("failed: {sentence}"),
        };
        row.insert("error_occurred".into(), json!(true));
        row.insert("error_message".into(), json!(problem));
        return Ok(row);
    }
}

fn console_line(row: &Map<String, Value>) -> String {
    let text = |key: &str| row.get(key).map_or(String::new(), |value| value.as_str().map_or(value.to_string(), str::to_string));
    if row.contains_key("error_message") {
        return format!("{} ERROR OCCURRED: '{}'", text("name"), text("error_message"));
    }
    let counters: Vec<String> = row.iter().filter(|(key, value)| value.is_f64() && !key.ends_with("_time")).map(|(key, value)| format!("{key}={value:.6}")).collect();
    format!("{} {} ns {} ns {} {}", text("name"), text("real_time"), text("cpu_time"), text("iterations"), counters.join(" "))
}
