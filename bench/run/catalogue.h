// What can be run: the workers beside this program, and the cells that each of them says it has.
#pragma once

#include <string>
#include <vector>

#include "bench/protocol/description.h"

namespace unblock::bench {

struct Catalogue {
  std::vector<CellDescription> cells;
  std::vector<std::string> problems;  ///< workers that did not describe themselves, one sentence each

  std::vector<std::string> runtimes() const;
  std::vector<std::string> workloads() const;
};

/// The folder of the running program.
std::string program_folder();

/// Asks every `unblock-worker-*` in `folder`, natives after the runtime they belong to; with `runtimes`, only theirs, so that
/// nobody waits for an interpreter that is not meant. `extra_case` is handed on to each that has the workload. Cells that need
/// more open files than the limit allows are n/a. Throws reports::InputError where there is no worker at all, a runtime has none,
/// or the case is refused by all.
Catalogue read_catalogue(const std::string& folder, const std::string& extra_case, const std::vector<std::string>& runtimes = {});

/// Throws reports::InputError with the nearest names when one of `wanted` is not among `known`.
void require_known(const char* what, const std::vector<std::string>& wanted, const std::vector<std::string>& known);

}  // namespace unblock::bench
