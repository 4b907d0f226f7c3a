//! From a context to a row of Google Benchmark's JSON, its counters named as in bench/worker/worker.cc.
use serde_json::{json, Map, Value};

use super::cells::Cell;
use super::context::Context;
use super::histogram::Histogram;
use super::session::Session;
use super::usage::status;

pub fn empty_row(cell: &Cell, index: usize) -> Map<String, Value> {
    let name = cell.benchmark_name();
    let row = json!({"name": name, "run_name": name, "family_index": index, "per_family_instance_index": 0, "run_type": "iteration",
                     "repetitions": 1, "repetition_index": 0, "threads": 1, "time_unit": "ns", "iterations": 0, "real_time": 0.0,
                     "cpu_time": 0.0});
    row.as_object().cloned().unwrap_or_default()
}

fn add_latency(row: &mut Map<String, Value>, prefix: &str, histogram: &Histogram) {
    let count = histogram.count();
    if count == 0 {
        return;
    }
    row.insert(format!("{prefix}_n"), json!(count));
    for (name, q) in [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p999", 0.999), ("max", 1.0)] {
        row.insert(format!("{prefix}_{name}_ns"), json!(histogram.quantile_ns(q)));
    }
}

pub fn add_counters(row: &mut Map<String, Value>, context: &Context, session: &Session, passes: f64) {
    let totals = context.totals();
    let (operations, elapsed_ns) = (totals.operations as f64, totals.total_elapsed_ns as f64);
    let mut add = |name: &str, value: f64| {
        row.insert(name.into(), json!(value));
    };
    add("operations", operations / passes);
    add("time_ns_per_op", elapsed_ns / operations);
    add("ops_per_second", operations * 1e9 / elapsed_ns);
    add("cpu_ns_per_op", totals.usage.cpu_ns() as f64 / operations);
    add("cpu_user_ns_per_op", totals.usage.user_ns as f64 / operations);
    add("cpu_system_ns_per_op", totals.usage.system_ns as f64 / operations);
    add("cpu_share", totals.usage.cpu_ns() as f64 / elapsed_ns);
    add("voluntary_switches_per_op", totals.usage.voluntary as f64 / operations);
    add("involuntary_switches_per_op", totals.usage.involuntary as f64 / operations);
    add("rss_peak_bytes", (status("VmHWM:") * 1024) as f64);
    add("threads", context.notes().threads as f64);
    if totals.waits_ns > 0 {
        add("overlap_factor", totals.waits_ns as f64 / elapsed_ns);
    }
    if session.options.syscall_counter >= 0 {
        let counted = totals.usage.syscalls as f64 - passes * session.overhead_syscalls as f64;
        add("syscalls_per_op", counted.max(0.0) / operations);
    }
    if session.startup_ms > 0.0 {
        add("startup_ms", session.startup_ms);
    }
    for (name, (sum, count)) in &totals.measured {
        add(name, sum / count);
    }
    add_latency(row, "latency", &context.latency);
    add_latency(row, "latency_uncorrected", &context.uncorrected);
}

pub fn context_of(guest: &str) -> Value {
    let file = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let loads: Vec<f64> = file("/proc/loadavg").split_whitespace().take(3).filter_map(|word| word.parse().ok()).collect();
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs();
    json!({"date": date(seconds), "host_name": file("/proc/sys/kernel/hostname").trim(),
           "executable": format!("{}/unblock-worker-{guest}", std::env::var("UNBLOCK_BIN").unwrap_or_default()),
           "num_cpus": std::thread::available_parallelism().map_or(1, usize::from), "mhz_per_cpu": 0, "cpu_scaling_enabled": false,
           "caches": [], "load_avg": loads, "library_build_type": "release", "unblock_kind": "guest", "unblock_runtime": guest})
}

/// ISO 8601 in UTC; the days by Howard Hinnant's civil_from_days.
fn date(seconds: u64) -> String {
    let days = seconds / 86_400 + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let (day, month) = (day_of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let second = seconds % 86_400;
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}+00:00", second / 3600, second / 60 % 60, second % 60)
}
