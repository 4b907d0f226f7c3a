// A description is read from a program that may be anybody's: every name is checked before anything else sees it.
#include "bench/protocol/description.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "reports/json/parse.h"
#include "reports/text/clean.h"

namespace unblock::bench {
namespace {

using nlohmann::json;
using reports::CellKind;

constexpr std::size_t kLongestName = 300, kMostCells = 10'000;

const char* word(CellKind kind) { return kind == CellKind::native ? "native" : kind == CellKind::guest ? "guest"
                                                                                                       : "shared"; }

CellKind kind_of(const std::string& text) {
  if (text == "native") return CellKind::native;
  return text == "guest" ? CellKind::guest : CellKind::shared;
}

/// A name goes into terminals, files and regular expressions.
std::string name_in(const json& value) {
  const std::string name = reports::text::clean(value.get<std::string>());
  if (name.empty() || name.size() > kLongestName) throw ProtocolError(fmt::format("has a name of {} bytes; from 1 to {} are allowed", name.size(), kLongestName));
  return name;
}

std::string value_in(const json& value) {
  if (value.is_string()) return name_in(value);
  if (value.is_number_integer()) return value.dump();
  throw ProtocolError("has an argument that is neither a whole number nor a text");
}

Needs needs_in(const json& row) {
  Needs needs;
  needs.target = row.value("needs_target", false);
  needs.http = row.value("speaks_http", false);
  needs.sockets = row.value("sockets", "");
  needs.held = row.value("held", "");
  needs.headline = row.value("headline", "");
  needs.timeline = row.value("timeline", false);
  needs.every_placement = row.value("every_placement", false);
  needs.quick_on_guests = row.value("quick_on_guests", false);
  needs.target_parameters = row.value("target_parameters", std::vector<std::string>());
  return needs;
}

CellDescription cell_in(const json& row, const WorkerDescription& worker) {
  CellDescription cell;
  cell.name = name_in(row.at("name"));
  cell.runtime = worker.runtime;
  cell.kind = worker.kind;
  cell.order = worker.order;
  cell.floor = worker.floor;
  cell.workload = name_in(row.at("workload"));
  cell.operation = reports::text::clean(row.value("operation", "operation"));
  for (const json& pair : row.at("arguments")) cell.arguments.emplace_back(name_in(pair.at(0)), value_in(pair.at(1)));
  cell.quick = row.value("quick", false);
  cell.once = row.value("once", false);
  cell.needs = needs_in(row);
  cell.not_applicable = reports::text::clean(row.value("not_applicable", ""));
  return cell;
}

json cell_json(const CellDescription& cell) {
  json arguments = json::array();
  for (const auto& [name, value] : cell.arguments) {
    // A number where it is one, so that guests need not convert it.
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool whole = error == std::errc() && end == value.data() + value.size();
    arguments.push_back({name, whole ? json(number) : json(value)});
  }
  return {{"name", cell.name},
          {"workload", cell.workload},
          {"operation", cell.operation},
          {"arguments", arguments},
          {"quick", cell.quick},
          {"once", cell.once},
          {"needs_target", cell.needs.target},
          {"speaks_http", cell.needs.http},
          {"sockets", cell.needs.sockets},
          {"held", cell.needs.held},
          {"target_parameters", cell.needs.target_parameters},
          {"headline", cell.needs.headline},
          {"timeline", cell.needs.timeline},
          {"every_placement", cell.needs.every_placement},
          {"quick_on_guests", cell.needs.quick_on_guests},
          {"not_applicable", cell.not_applicable}};
}

WorkerDescription worker_in(const json& whole) {
  const int protocol = whole.value("protocol", 0);
  if (protocol != kProtocol) throw ProtocolError(fmt::format("speaks version {} of the protocol, and this program version {}", protocol, kProtocol));
  WorkerDescription worker;
  worker.runtime = name_in(whole.at("runtime"));
  worker.kind = kind_of(whole.value("kind", "shared"));
  worker.order = whole.value("order", worker.order);
  worker.floor = whole.value("floor", false);
  const json& rows = whole.at("cells");
  if (rows.size() > kMostCells) throw ProtocolError(fmt::format("describes {} cells; {} at most are allowed", rows.size(), kMostCells));
  std::set<std::string> names;
  for (const json& row : rows) {
    worker.cells.push_back(cell_in(row, worker));
    if (!names.insert(worker.cells.back().name).second) throw ProtocolError(fmt::format("describes the cell '{}' twice", worker.cells.back().name));
  }
  return worker;
}

}  // namespace

std::string CellDescription::arguments_name() const {
  std::string text;
  for (const auto& [key, value] : arguments) text += (text.empty() ? "" : "/") + key + ":" + value;
  return text;
}

std::string CellDescription::argument(std::string_view wanted) const {
  const auto found = std::find_if(arguments.begin(), arguments.end(), [&](const auto& pair) { return pair.first == wanted; });
  return found == arguments.end() ? "" : found->second;
}

std::string CellDescription::name_in_worker() const { return clients == 1 ? name : name.substr(0, name.rfind('/')); }

CellDescription with_clients(CellDescription cell, unsigned clients) {
  if (clients == 1) return cell;
  cell.clients = clients;
  cell.arguments.emplace_back("clients", std::to_string(clients));
  cell.name += fmt::format("/clients:{}", clients);
  return cell;
}

std::string write_description(const WorkerDescription& worker) {
  json cells = json::array();
  for (const CellDescription& cell : worker.cells) cells.push_back(cell_json(cell));
  return json{{"protocol", kProtocol}, {"runtime", worker.runtime}, {"kind", word(worker.kind)}, {"order", worker.order}, {"floor", worker.floor}, {"cells", cells}}
      .dump(1, ' ', false, json::error_handler_t::replace);
}

WorkerDescription read_description(std::string_view text) try {
  return worker_in(reports::json::parse(text, "description"));
} catch (const ProtocolError&) {
  throw;
} catch (const std::exception&) {
  throw ProtocolError("does not describe itself as the worker protocol asks (docs/worker-protocol.md)");
}

}  // namespace unblock::bench
