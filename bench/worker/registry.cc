// Names and cases.
#include "bench/worker/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "bench/workloads/datagram_traffic.h"
#include "reports/model/error.h"

namespace unblock::bench {
namespace {

/// Why a message of the case cannot be a datagram of this runtime; empty: it can.
std::string no_datagram(const Capabilities& capabilities, const Workload& workload, const Case& arguments) {
  if (capabilities.datagram_bytes == 0) return "UDP is not written for this runtime";
  const auto bytes = std::find(workload.parameters.begin(), workload.parameters.end(), "bytes");
  const std::int64_t size = arguments.arguments[static_cast<std::size_t>(bytes - workload.parameters.begin())];
  const auto least = static_cast<std::int64_t>(DatagramTraffic::kHead), most = static_cast<std::int64_t>(capabilities.datagram_bytes);
  return size >= least && size <= most ? "" : fmt::format("over UDP a message has from {} to {} bytes here", least, most);
}

WorkerCell cell(const WorkerRuntime& runtime, const WorkloadEntry& entry, const Case& arguments) {
  WorkerCell cell{fmt::format("{}/{}/{}", runtime.name, entry.workload.name, arguments_name(entry.workload, arguments)),
                  &entry, arguments, runtime.unavailable};
  if (cell.not_applicable.empty()) cell.not_applicable = entry.not_applicable(arguments.arguments);
  if (cell.not_applicable.empty() && is_tls(arguments.wire)) cell.not_applicable = tls_unavailable();
  if (cell.not_applicable.empty() && arguments.wire == Wire::udp) cell.not_applicable = no_datagram(runtime.capabilities, entry.workload, arguments);
  // Its tasks end in place, so that each read through TLS would begin on the stack of the one before where tail calls are not made.
  const bool has_stacks = runtime.capabilities.most_tasks != 0;
  if (cell.not_applicable.empty() && is_tls(arguments.wire) && has_stacks) cell.not_applicable = "TLS is not written for tasks with stacks of their own";
  return cell;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::int64_t positive(std::string_view text, std::string_view parameter) {
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) {
    throw reports::InputError(fmt::format("'{}' is no value for the parameter '{}': a whole number from 0 on is expected", text, parameter));
  }
  return value;
}

Wire parse_wire(const Workload& workload, std::string_view name) {
  const std::optional<Wire> wire = wire_named(name);
  if (wire == Wire::tcp || (wire && std::find(workload.wires.begin(), workload.wires.end(), *wire) != workload.wires.end())) return *wire;
  std::string known = "tcp";
  for (const Wire each : workload.wires) known += fmt::format(", {}", name_of(each));
  throw reports::InputError(fmt::format("workload '{}' has no wire '{}'; it has {}", workload.name, name, known));
}

Case parse_case(const Workload& workload, const std::vector<std::string_view>& parts) {
  Case result{.arguments = workload.cases.front().arguments};
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::size_t colon = parts[i].find(':');
    const std::string_view name = parts[i].substr(0, colon);
    if (name == "wire" && colon != parts[i].npos && !workload.wires.empty()) {
      result.wire = parse_wire(workload, parts[i].substr(colon + 1));
      continue;
    }
    const auto parameter = std::find(workload.parameters.begin(), workload.parameters.end(), name);
    if (parameter == workload.parameters.end() || colon == parts[i].npos) {
      throw reports::InputError(fmt::format("workload '{}' has no parameter '{}'; it has {}", workload.name, name,
                                            fmt::join(workload.parameters, ", ")));
    }
    const auto index = static_cast<std::size_t>(parameter - workload.parameters.begin());
    result.arguments[index] = positive(parts[i].substr(colon + 1), name);
    if (result.arguments[index] == 0 && index == 0) {
      throw reports::InputError(fmt::format("the parameter '{}' must be at least 1", name));
    }
  }
  return result;
}

Needs needs_of(const Workload& workload) {
  Needs needs{.target = workload.needs_target,
              .http = workload.speaks_http,
              .sockets = std::string(workload.sockets),
              .held = std::string(workload.held),
              .headline = std::string(workload.headline),
              .timeline = workload.timeline,
              .every_placement = workload.every_placement};
  needs.target_parameters.assign(workload.target_parameters.begin(), workload.target_parameters.end());
  return needs;
}

CellDescription description_of(const WorkerCell& cell) {
  const Workload& workload = cell.entry->workload;
  CellDescription description;
  description.name = cell.name;
  description.workload = workload.name;
  description.operation = workload.operation;
  for (std::size_t i = 0; i < workload.parameters.size(); ++i) {
    description.arguments.emplace_back(workload.parameters[i], std::to_string(cell.arguments.arguments[i]));
  }
  description.needs = needs_of(workload);
  if (cell.arguments.wire != Wire::tcp) {
    description.arguments.emplace_back("wire", name_of(cell.arguments.wire));
    description.needs.http = false;  // a real server is asked over TCP
  }
  description.quick = cell.arguments.quick;
  description.needs.quick_on_guests = cell.arguments.quick_on_guests;
  description.once = cell.arguments.once;
  description.not_applicable = cell.not_applicable;
  return description;
}

}  // namespace

WorkerDescription describe(const WorkerRuntime& runtime, const std::vector<WorkerCell>& cells) {
  WorkerDescription description{.runtime = runtime.name,
                                .kind = runtime.kind == "native" ? reports::CellKind::native : reports::CellKind::shared,
                                .order = runtime.order,
                                .floor = runtime.floor,
                                .cells = {}};
  for (const WorkerCell& cell : cells) description.cells.push_back(description_of(cell));
  return description;
}

std::string arguments_name(const Workload& workload, const Case& arguments) {
  std::string name;
  for (std::size_t i = 0; i < arguments.arguments.size(); ++i) {
    name += fmt::format("{}{}:{}", i == 0 ? "" : "/", workload.parameters[i], arguments.arguments[i]);
  }
  return arguments.wire == Wire::tcp ? name : fmt::format("{}/wire:{}", name, name_of(arguments.wire));
}

std::vector<WorkerCell> cells_of(const WorkerRuntime& runtime, const std::vector<WorkloadEntry>& entries,
                                 const std::string& extra_case) {
  std::vector<WorkerCell> cells;
  for (const WorkloadEntry& entry : entries) {
    for (const Case& arguments : entry.workload.cases) cells.push_back(cell(runtime, entry, arguments));
  }
  if (extra_case.empty()) return cells;
  const std::vector<std::string_view> parts = split(extra_case, '/');
  const auto entry = std::find_if(entries.begin(), entries.end(), [&](const WorkloadEntry& e) { return e.workload.name == parts[0]; });
  if (entry == entries.end()) throw reports::InputError(fmt::format("runtime '{}' has no workload '{}'", runtime.name, parts[0]));
  WorkerCell extra = cell(runtime, *entry, parse_case(entry->workload, parts));
  const bool known = std::any_of(cells.begin(), cells.end(), [&](const WorkerCell& c) { return c.name == extra.name; });
  if (!known) cells.push_back(std::move(extra));
  return cells;
}

}  // namespace unblock::bench
