// Cells that belong side by side: the same workload, arguments and placement on every runtime, the best first.
#pragma once

#include <string>
#include <vector>

#include "reports/model/cell.h"

namespace unblock::reports::summary {

struct Group {
  std::string workload;
  std::vector<std::pair<std::string, std::string>> arguments;
  std::string placement;
  std::string id;     ///< for links, the same in every report: "echo-connections-64-two-cores"
  std::string title;  ///< "connections 64 · two cores"
  std::string metric;   ///< what it is ranked by; empty where nothing is: no result, or another program's benchmarks
  std::vector<const Cell*> cells;  ///< those with a result, the best first; then the others. Foreign ones as the file has them
};

struct Workload {
  std::string name;
  std::string id;
  bool foreign = false;
  std::vector<Group> groups;  ///< in the order of the run

  /// The groups that the page draws in full: the most runtimes, then the largest arguments; one per placement.
  std::vector<const Group*> main_groups() const;
  /// The first of them; null where there is none.
  const Group* first_group() const;
};

/// The pointers are into `run`, which must stay.
std::vector<Workload> workloads(const Run& run);

/// How much work a group is: the product of its arguments, as far as they are numbers.
double size_of(const Group& group);

/// The library: a cell written by hand for one ("asio_native") belongs to the same runtime as its shared cells.
std::string runtime_of(const Cell& cell);

/// How the cell is called among its group: "asio", "asio (native)", or a foreign benchmark's whole name.
std::string label(const Cell& cell);

/// "connections 64 · bytes 64"
std::string arguments_text(const std::vector<std::pair<std::string, std::string>>& arguments);

}  // namespace unblock::reports::summary
