//! The programs of the build that a worker talks to: the target, where the harness did not start one, and the digest.
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use super::context::Claim;
use super::{input, Problem, Result};

fn program(name: &str) -> Result<String> {
    let path = format!("{}/{name}", std::env::var("UNBLOCK_BIN").unwrap_or_default());
    if std::path::Path::new(&path).exists() {
        return Ok(path);
    }
    input(format!("'{path}' is missing: start this worker through its launcher in the build's bin folder"))
}

/// 16 hexadecimal digits over the work claimed so far.
pub fn digest_of(work: &BTreeMap<String, i64>) -> Result<String> {
    if work.is_empty() {
        return Ok("0".repeat(16));
    }
    let arguments = work.iter().map(|(item, count)| format!("{count}:{item}"));
    let done = Command::new(program("unblock-digest")?).args(arguments).output()?;
    if !done.status.success() {
        return Err(Problem::Failed(String::from_utf8_lossy(&done.stderr).trim().into()));
    }
    Ok(String::from_utf8_lossy(&done.stdout).trim().into())
}

/// unblock-target as a child of this worker. It ends when its standard input closes.
pub struct OwnTarget {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    pub port: u16,
}

impl OwnTarget {
    pub fn start() -> Result<Self> {
        let mut child = Command::new(program("unblock-target")?).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = child.stdin.take();
        let output = child.stdout.take().ok_or_else(|| Problem::Failed("the target has no output".into()))?;
        let mut target = OwnTarget { child, input, output: BufReader::new(output), port: 0 };
        target.port = target.answer()?["port"].as_u64().unwrap_or(0) as u16;
        Ok(target)
    }

    fn answer(&mut self) -> Result<Value> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err(Problem::Failed("the target ended".into()));
        }
        Ok(serde_json::from_str(&line)?)
    }

    pub fn ask(&mut self, command: &str) -> Result<Value> {
        if let Some(input) = &mut self.input {
            writeln!(input, "{command}")?;
        }
        self.answer()
    }
}

impl Drop for OwnTarget {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.wait();
    }
}

/// The rules of bench/target/claim_check.cc. Empty: claim and report agree.
pub fn disagreement(claim: &Claim, digest: &str, report: &Value) -> String {
    let mut figures = vec![("connections", claim.connections as i64, "connections"), ("requests", claim.requests as i64, "requests")];
    if claim.requests == 0 || claim.bytes_out != 0 {
        figures.push(("bytes sent", claim.bytes_out, "bytes_in"));
    }
    if claim.requests == 0 {
        figures.push(("bytes received", claim.bytes_in, "bytes_out"));
    }
    for (what, claimed, key) in figures {
        if report[key] != claimed {
            return format!("the worker claims {claimed} {what}, the target counted {}", report[key]);
        }
    }
    if report["digest"] != digest {
        return format!("the digest of the payload is {digest} by the worker and {} by the target", report["digest"]);
    }
    String::new()
}
