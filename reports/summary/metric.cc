// A table for the words; the units follow from the names.
#include "reports/summary/metric.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace unblock::reports::summary {
namespace {

struct Known {
  std::string_view name, label;
};

constexpr Known kKnown[] = {
    {"time_ns_per_op", "time per operation"},
    {"cpu_ns_per_op", "CPU per operation"},
    {"cpu_user_ns_per_op", "CPU per operation, user"},
    {"cpu_system_ns_per_op", "CPU per operation, system"},
    {"latency_p50_ns", "latency p50"},
    {"latency_p90_ns", "latency p90"},
    {"latency_p99_ns", "latency p99"},
    {"latency_p999_ns", "latency p99.9"},
    {"latency_max_ns", "latency, largest"},
    {"rss_peak_bytes", "peak memory"},
    {"bytes_per_task", "memory per task"},
    {"overlap_factor", "overlap factor"},
    {"syscalls_per_op", "system calls per operation"},
    {"allocations_per_op", "allocations per operation"},
    {"operations_per_s", "operations per second"},
    {"threads", "threads"},
};

bool has(const std::string& name, std::string_view part) { return name.find(part) != std::string::npos; }

text::Unit unit_of(const std::string& name) {
  if (has(name, "per_s") && (name.ends_with("per_s") || name.ends_with("per_second"))) return text::Unit::per_second;
  if (has(name, "_ns")) return text::Unit::nanoseconds;
  if (has(name, "bytes")) return text::Unit::bytes;
  return text::Unit::plain;
}

}  // namespace

Metric metric(const std::string& name) {
  Metric made;
  made.unit = unit_of(name);
  made.higher_is_better = made.unit == text::Unit::per_second || name == "overlap_factor";
  made.is_count = made.unit == text::Unit::plain && has(name, "_per_op");
  const auto known = std::find_if(std::begin(kKnown), std::end(kKnown), [&](const Known& k) { return k.name == name; });
  made.label = known != std::end(kKnown) ? std::string(known->label) : name;
  if (known == std::end(kKnown)) std::replace(made.label.begin(), made.label.end(), '_', ' ');
  return made;
}

std::string show(const std::string& name, double value) {
  if (name == "overlap_factor") return text::factor(value);
  return text::quantity(value, metric(name).unit);
}

std::string show_tick(const std::string& name, double value) { return text::tick(value, metric(name).unit); }

}  // namespace unblock::reports::summary
