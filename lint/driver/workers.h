// Lints many files at a time, each in a process of its own: a crash or a hang takes down one file and names it.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <vector>

#include "lint/driver/prefix/groups.h"
#include "lint/driver/result.h"
#include "lint/driver/source.h"
#include "lint/driver/stop_signals.h"

namespace unblock::lint {

/// In a server of a group: returns in each of its children, with the file to go on with.
using NextSource = std::function<const Source&()>;

struct Work {
  const std::vector<Source>* sources = nullptr;
  std::vector<std::size_t> order;  ///< which of them, by index
  std::vector<PrefixGroup> groups;
  unsigned jobs = 1;
  std::chrono::seconds file_timeout{0};  ///< 0: none
  unsigned file_memory_mib = 0;          ///< 0: no limit
  std::function<FileResult(const Source& source)> analyse;                                     ///< in a child process
  std::function<FileResult(const PrefixGroup& group, const NextSource& next)> analyse_behind;  ///< in a child process
  std::function<void(std::size_t index, FileResult result)> on_result;                         ///< here, as each one ends
  std::function<void()> on_tick;                                                               ///< here, about once a second
};

/// Returns the signal that stopped it before all was done, or 0. Then no child is left.
int run_workers(const Work& work, const StopSignals& signals);

}  // namespace unblock::lint
