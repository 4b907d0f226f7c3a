"""From a context to the counters of a Google Benchmark row, named as in bench/worker/worker.cc."""
from protocol import usage


def _latency(counters, prefix, histogram):
    if histogram.count() == 0:
        return
    counters[f"{prefix}_n"] = histogram.count()
    for name, q in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p999", 0.999), ("max", 1.0)):
        counters[f"{prefix}_{name}_ns"] = histogram.quantile_ns(q)


def counters_of(context, session, passes, counts_syscalls):
    operations, elapsed_ns = context.total_operations, context.total_elapsed_ns
    user, system, voluntary, involuntary, syscalls = context.usage
    counters = {
        "operations": operations / passes,
        "time_ns_per_op": elapsed_ns / operations,
        "ops_per_second": operations * 1e9 / elapsed_ns,
        "cpu_ns_per_op": (user + system) / operations,
        "cpu_user_ns_per_op": user / operations,
        "cpu_system_ns_per_op": system / operations,
        "cpu_share": (user + system) / elapsed_ns,
        "voluntary_switches_per_op": voluntary / operations,
        "involuntary_switches_per_op": involuntary / operations,
        "rss_peak_bytes": usage.peak_resident_bytes(),
        "threads": context.threads,
    }
    if context.total_waits_ns > 0:
        counters["overlap_factor"] = context.total_waits_ns / elapsed_ns
    if counts_syscalls:
        counters["syscalls_per_op"] = max(0, syscalls - passes * session.overhead_syscalls) / operations
    if session.startup_ms is not None:
        counters["startup_ms"] = session.startup_ms
    counters.update(context.measured())
    _latency(counters, "latency", context.latency)
    _latency(counters, "latency_uncorrected", context.uncorrected)
    return counters
