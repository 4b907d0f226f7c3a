// What a worker says about itself (--unblock_describe): its runtime and its cells. Both sides of the protocol use these structs.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/model/measurement.h"

namespace unblock::bench {

inline constexpr int kProtocol = 1;

/// An answer that breaks the protocol: one clause that follows the worker's name.
struct ProtocolError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What a workload needs of whoever runs it, beside its arguments.
struct Needs {
  bool target = false;            ///< TCP or HTTP against the target process
  bool http = false;              ///< can be pointed at a real server
  std::string sockets{};          ///< name of the argument that says how many sockets are open at once; empty: a few
  std::string held{};             ///< name of the argument that says how many tasks wait at once, for memory per task; empty: not that kind
  std::vector<std::string> target_parameters{};  ///< arguments that only the built-in target heeds
  std::string headline{};         ///< the metric that the workload is judged by; empty: time per operation
  bool timeline = false;          ///< its waits make a picture
  bool every_placement = false;   ///< on each placement in a suite too
  bool quick_on_guests = false;   ///< part of the quick suite on runtimes of other languages too
};

struct CellDescription {
  std::string name;      ///< "asio/echo/connections:64/bytes:64"
  std::string runtime;
  reports::CellKind kind = reports::CellKind::shared;
  std::string worker;    ///< path of the executable; not on the wire
  int order = 0;         ///< of its runtime in tables, from 1; 0: after those that have one
  bool floor = false;    ///< of the runtime that the others are held against
  std::string workload;
  std::string operation;  ///< what one operation is: "echo"
  std::vector<std::pair<std::string, std::string>> arguments;
  bool quick = false;
  bool once = false;
  Needs needs;
  unsigned clients = 1;  ///< worker processes that run it at once; not on the wire
  std::string not_applicable;  ///< why it cannot run; empty: it can

  /// "connections:64/bytes:64"
  std::string arguments_name() const;
  /// The value of an argument; empty where the cell has none of that name.
  std::string argument(std::string_view name) const;
  /// The worker knows nothing of other clients: "/clients:4" is no part of the name.
  std::string name_in_worker() const;
};

/// The same cell, run by so many worker processes at once.
CellDescription with_clients(CellDescription cell, unsigned clients);

struct WorkerDescription {
  std::string runtime;
  reports::CellKind kind = reports::CellKind::shared;
  int order = 0;         ///< place in tables, from 1; 0: after those that have one
  bool floor = false;    ///< what the others are held against
  std::vector<CellDescription> cells;
};

std::string write_description(const WorkerDescription& worker);

/// Throws ProtocolError where the text is not such a description, a cell appears twice, or a name has no
/// sensible length. Names are made fit to show.
WorkerDescription read_description(std::string_view text);

}  // namespace unblock::bench
