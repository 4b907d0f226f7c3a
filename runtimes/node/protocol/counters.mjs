// From a context to the counters of a Google Benchmark row, named as in bench/worker/worker.cc.
import { peakResidentBytes } from './usage.mjs';

function latency(counters, prefix, histogram) {
  if (histogram.count() === 0) return;
  counters[`${prefix}_n`] = histogram.count();
  for (const [name, q] of [['p50', 0.5], ['p90', 0.9], ['p99', 0.99], ['p999', 0.999], ['max', 1]]) {
    counters[`${prefix}_${name}_ns`] = histogram.quantileNs(q);
  }
}

export function countersOf(context, session, passes, countsSyscalls) {
  const operations = context.totalOperations;
  const elapsedNs = context.totalElapsedNs;
  const { userNs, systemNs, voluntary, involuntary, syscalls } = context.usage;
  const counters = {
    operations: operations / passes,
    time_ns_per_op: elapsedNs / operations,
    ops_per_second: (operations * 1e9) / elapsedNs,
    cpu_ns_per_op: (userNs + systemNs) / operations,
    cpu_user_ns_per_op: userNs / operations,
    cpu_system_ns_per_op: systemNs / operations,
    cpu_share: (userNs + systemNs) / elapsedNs,
    voluntary_switches_per_op: voluntary / operations,
    involuntary_switches_per_op: involuntary / operations,
    rss_peak_bytes: peakResidentBytes(),
    threads: context.threads,
  };
  if (context.totalWaitsNs > 0) counters.overlap_factor = context.totalWaitsNs / elapsedNs;
  if (countsSyscalls) counters.syscalls_per_op = Math.max(0, syscalls - passes * session.overheadSyscalls) / operations;
  if (session.startupMs !== null) counters.startup_ms = session.startupMs;
  Object.assign(counters, context.measured());
  latency(counters, 'latency', context.latency);
  latency(counters, 'latency_uncorrected', context.uncorrected);
  return counters;
}
