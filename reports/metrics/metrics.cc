// The table. Columns stand in this order.
#include "reports/metrics/metrics.h"

#include <algorithm>

namespace unblock::reports::metrics {
namespace {

using text::Unit;
using enum Better;
using enum Place;

constexpr double kMs = 1e6;
constexpr char kLatencies[] = "latency_n", kUncorrected[] = "latency_uncorrected_n";

constexpr Metric row(std::string_view name, std::string_view label, Unit unit, Better better, Kind kind, Place place,
                     std::string_view head = {}, MetricRule rule = MetricRule::info) {
  return {.name = name, .label = label, .head = head, .unit = unit, .better = better, .kind = kind, .place = place, .rule = rule};
}

constexpr Metric time(std::string_view name, std::string_view label, Place place, std::string_view head = {}) {
  return row(name, label, Unit::nanoseconds, lower, Kind::time, place, head);
}

constexpr Metric milliseconds(std::string_view name, std::string_view label, Place place, std::string_view head) {
  Metric metric = time(name, label, place, head);
  metric.scale = kMs;
  return metric;
}

constexpr Metric percentile(std::string_view name, std::string_view label, double beyond, std::string_view sample, Place place,
                            std::string_view head = {}) {
  Metric metric = time(name, label, place, head);
  metric.beyond = beyond;
  metric.sample = sample;
  return metric;
}

constexpr Metric counted(std::string_view name, std::string_view label, Place place, std::string_view head = {}) {
  return row(name, label, Unit::plain, lower, Kind::count, place, head, MetricRule::count);
}

constexpr Metric told(Metric metric, std::string_view says) {
  metric.says = says;
  return metric;
}

constexpr Metric kTable[] = {
    told(time(kTime, "time per operation", terminal, "time/op"),
         "Wall time between the workload's start and stop marks, divided by operations. In an open loop it is the period of the schedule and says nothing about the runtime."),
    told(time("until_quiet_ns", "time until all is quiet", terminal, "until quiet"),
         "From the request to cancel until the last task has ended."),
    told(row("overlap_factor", "overlap factor", Unit::ratio, higher, Kind::plain, terminal, "overlap"),
         "The sum of the waits divided by the wall time: 1 where they go one after another, N where N go at once."),
    told(time("cpu_ns_per_op", "CPU per operation", terminal, "CPU/op"),
         "User and system time of all threads of the worker, from getrusage."),
    told(row("bytes_per_task", "memory per task", Unit::bytes, lower, Kind::memory, terminal, "per task"),
         "The slope of peak memory over the number of waiting tasks, from several sizes in fresh processes."),
    told(row("rss_peak_bytes", "peak memory", Unit::bytes, lower, Kind::memory, terminal, "memory"),
         "The largest resident size of the worker's process."),
    percentile("latency_p50_ns", "latency p50", 0.5, kLatencies, page),
    percentile("latency_p90_ns", "latency p90", 0.1, kLatencies, more),
    told(percentile("latency_p99_ns", "latency p99", 0.01, kLatencies, terminal, "p99"),
         "One operation in a hundred took longer. In open loops and in keepalive it counts from the moment the operation was due."),
    percentile("latency_p999_ns", "latency p99.9", 0.001, kLatencies, page),
    time("latency_max_ns", "latency, largest", more),
    row("latency_n", "latencies recorded", Unit::plain, neither, Kind::plain, more),
    time("first_chunk_p50_ns", "first chunk p50", more),
    told(time("first_chunk_p99_ns", "first chunk p99", terminal, "first chunk p99"),
         "From the request until the first piece of the stream, one stream in a hundred later than this."),
    time("between_chunks_p50_ns", "between chunks p50", more),
    time("between_chunks_p99_ns", "between chunks p99", more),
    percentile("latency_uncorrected_p50_ns", "p50, uncorrected", 0.5, kUncorrected, more),
    percentile("latency_uncorrected_p90_ns", "p90, uncorrected", 0.1, kUncorrected, more),
    percentile("latency_uncorrected_p99_ns", "p99, uncorrected", 0.01, kUncorrected, more),
    percentile("latency_uncorrected_p999_ns", "p99.9, uncorrected", 0.001, kUncorrected, more),
    time("latency_uncorrected_max_ns", "largest, uncorrected", more),
    told(counted("syscalls_per_op", "system calls per operation", terminal, "syscalls/op"),
         "Counted by the kernel in a run of its own whose times are thrown away. io_uring moves work elsewhere: do not compare it by this alone."),
    told(counted("allocations_per_op", "allocations per operation", terminal, "allocs/op"),
         "Calls of the allocator, counted in a run of its own."),
    counted("voluntary_switches_per_op", "voluntary switches per operation", more),
    counted("bytes_per_op", "bytes per operation", more),
    counted("allocs_per_iter", "allocations per iteration", more),
    told(milliseconds("startup_ms", "start of the process", terminal, "start"),
         "Of a guest: from its launcher's first line until the first pass could begin."),
    told(milliseconds("outside_clock_ms", "outside the clock", terminal, "outside clock"),
         "The worker's whole life less what was timed: start, set-up, warm-up, results."),
    told(row("lost_share", "requests lost", Unit::plain, lower, Kind::plain, terminal, "lost"),
         "Over UDP: of the requests, those that were not answered within 200 ms and asked anew."),
    row("together_share", "time in which all clients measured", Unit::plain, higher, Kind::plain, more),
    row("dropped_share", "answers thrown away", Unit::plain, lower, Kind::plain, more),
    row("threads", "threads", Unit::plain, neither, Kind::plain, more),
    // What another says in other words, and what serves the verdicts.
    row("ops_per_second", "operations per second", Unit::per_second, higher, Kind::rate, nowhere),
    row("operations", "operations per pass", Unit::plain, neither, Kind::plain, nowhere),
    row("latency_uncorrected_n", "latencies recorded, uncorrected", Unit::plain, neither, Kind::plain, nowhere),
    row("cpu_share", "share of the CPU", Unit::plain, neither, Kind::plain, nowhere),
    row("bytes_per_task_r2", "fit of memory per task", Unit::plain, neither, Kind::plain, nowhere),
    time("cpu_user_ns_per_op", "CPU per operation, user", nowhere),
    time("cpu_system_ns_per_op", "CPU per operation, system", nowhere),
    row("involuntary_switches_per_op", "involuntary switches per operation", Unit::plain, lower, Kind::count, nowhere),
    row("target_busy", "share of the target's CPU", Unit::plain, neither, Kind::plain, nowhere),
    time("target_late_p99_ns", "target late p99", nowhere),
    row("drift_within", "last third of the passes ÷ first", Unit::plain, neither, Kind::plain, nowhere),
    row(kRealTime, "time", Unit::nanoseconds, lower, Kind::time, nowhere, {}, MetricRule::lower),
    time("cpu_time", "CPU time", nowhere),
};

Unit unit_of(const std::string& name) {
  if (name.ends_with("per_s") || name.ends_with("per_second")) return Unit::per_second;
  const auto has = [&](std::string_view part) { return name.find(part) != std::string::npos; };
  if (has("_ns")) return Unit::nanoseconds;
  return has("bytes") ? Unit::bytes : Unit::plain;
}

Kind kind_of(Unit unit, const std::string& name) {
  switch (unit) {
    case Unit::per_second: return Kind::rate;
    case Unit::nanoseconds: return Kind::time;
    case Unit::bytes: return Kind::memory;
    case Unit::ratio:
    case Unit::plain: break;
  }
  return name.find("_per_op") != std::string::npos ? Kind::count : Kind::plain;
}

Meaning guess(const std::string& name) {
  Meaning made;
  made.unit = unit_of(name);
  made.kind = kind_of(made.unit, name);
  made.better = made.kind == Kind::rate ? higher : made.kind == Kind::plain ? neither
                                                                            : lower;
  made.label = name;
  std::replace(made.label.begin(), made.label.end(), '_', ' ');
  return made;
}

}  // namespace

std::span<const Metric> table() { return kTable; }

const Metric* find(std::string_view name) {
  const auto* found = std::find_if(std::begin(kTable), std::end(kTable), [&](const Metric& metric) { return metric.name == name; });
  return found == std::end(kTable) ? nullptr : found;
}

Meaning meaning(const std::string& name) {
  const Metric* known = find(name);
  if (known == nullptr) return guess(name);
  return {std::string(known->label), known->unit, known->scale, known->better, known->kind};
}

std::string show(const std::string& name, double value) {
  const Meaning metric = meaning(name);
  if (metric.unit == Unit::ratio) return text::factor(value);
  return text::quantity(value * metric.scale, metric.unit);
}

std::string show_tick(const std::string& name, double value) {
  const Meaning metric = meaning(name);
  return text::tick(value * metric.scale, metric.unit);
}

}  // namespace unblock::reports::metrics
