#include "bench/cli/watched.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "bench/process/process.h"
#include "bench/process/scratch_folder.h"
#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::bench {
namespace {

std::string watcher() { return program_folder() + "/unblock-watch"; }

/// A worker that the target must answer is watched by hand, or in its own run.
bool is_watchable(const CellDescription& cell) { return !cell.needs.target; }

std::string escaped(const std::string& name) {
  std::string pattern;
  for (const char c : name) {
    if (std::string_view(".^$|()[]{}*+?\\").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

}  // namespace

void require_watchable(const std::vector<CellDescription>& cells) {
  if (!std::filesystem::exists(watcher())) throw reports::InputError("--watch: unblock-watch is missing; build with -DUNBLOCK_WATCH=ON");
  if (std::none_of(cells.begin(), cells.end(), is_watchable)) {
    throw reports::InputError("--watch: all of these cells need the target; choose a workload that waits by itself, such as --workload stall");
  }
}

std::string watched(const std::vector<CellDescription>& cells) try {
  std::string text;
  const ScratchFolder scratch("watch");
  const std::string file = scratch.path() + "/seen.txt";
  for (const CellDescription& cell : cells) {
    if (!is_watchable(cell)) continue;
    Command command;
    command.arguments = {watcher(), "--format", "text", "-o", file, "--", cell.worker, fmt::format("--benchmark_filter=^{}(/|$)", escaped(cell.name)),
                         "--benchmark_min_time=0.2"};
    const Outcome outcome = run(command);
    text += fmt::format("\n{}: ", cell.name);
    if (outcome.end == Outcome::End::exited && outcome.code == 0) text += reports::read_file(file);
    else text += fmt::format("not watched, {}\n", outcome.last_words().empty() ? outcome.describe() : outcome.last_words());
  }
  return text;
} catch (const NoScratch& error) {
  throw reports::InputError(fmt::format("--watch: {}", error.what()));
}

}  // namespace unblock::bench
