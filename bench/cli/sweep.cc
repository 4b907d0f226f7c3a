#include "bench/cli/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>

#include "bench/run/knee.h"
#include "bench/run/suite.h"
#include "reports/metrics/metrics.h"
#include "reports/model/cell.h"
#include "reports/model/error.h"

namespace unblock::bench {
namespace {

using reports::Cell;
using reports::InputError;

constexpr std::uint64_t kFirstLoad = 1'000;
constexpr unsigned kRounds = 3;
constexpr double kBudgetForAllS = 300;

/// `name:value` in a case, in the place of what it says of `name` already.
std::string with(const std::string& extra_case, const std::string& name, std::uint64_t value) {
  std::string made;
  for (std::size_t from = 0, to; from <= extra_case.size(); from = to + 1) {
    to = std::min(extra_case.find('/', from), extra_case.size());
    const std::string part = extra_case.substr(from, to - from);
    if (!part.starts_with(name + ":")) made += (made.empty() ? "" : "/") + part;
  }
  return fmt::format("{}/{}:{}", made, name, value);
}

std::uint64_t first_load(const std::string& extra_case, const std::string& name) {
  const std::size_t at = extra_case.find("/" + name + ":");
  if (at == extra_case.npos) return kFirstLoad;
  const auto said = std::strtoull(extra_case.c_str() + at + name.size() + 2, nullptr, 10);
  return said > 0 ? said : kFirstLoad;
}

void require_latency(const std::vector<CellDescription>& cells) {
  for (const CellDescription& cell : cells) {
    const reports::metrics::Metric* headline = reports::metrics::find(cell.needs.headline);
    if (headline == nullptr || headline->beyond == 0) {
      throw InputError(fmt::format("--sweep: '{}' is not judged by a latency, so that nothing says where it begins to queue", cell.workload));
    }
  }
}

class Sweeping {
 public:
  Sweeping(const RunFlags& flags, Laboratory& laboratory, Journal& journal, const std::function<void(const Progress&)>& progress)
      : flags_(flags), laboratory_(laboratory), journal_(journal), progress_(progress) {
    flags_.placements.resize(1, "two-cores");
    flags_.no_counts = true;
    if (flags_.rounds == 0) flags_.rounds = kRounds;
    if (flags_.budget.empty()) flags_.budget = fmt::format("{}", kBudgetForAllS);
  }

  Sweep go() {
    describe(first_load(flags_.selection.extra_case, flags_.sweep), flags_.selection.runtimes);
    require_latency(cells_);
    for (const CellDescription& cell : cells_) searches_.try_emplace(cell.runtime, first_load(flags_.selection.extra_case, flags_.sweep), flags_.sweep == "per_second");
    while (measure_next()) {
    }
    return {std::move(run_), answer()};
  }

 private:
  /// Adds the cells of that load on these runtimes; all that have the workload where there is none.
  void describe(std::uint64_t load, const std::vector<std::string>& runtimes) {
    Selection selection = flags_.selection;
    selection.runtimes = runtimes;
    selection.extra_case = with(flags_.selection.extra_case, flags_.sweep, load);
    for (CellDescription& cell : choose(catalogue_for(selection), selection)) {
      load_of_[cell.name] = load;
      cells_.push_back(std::move(cell));
    }
  }

  /// The wanted load of each runtime, once. False where no search wants one, or the time is spent.
  bool measure_next() {
    std::map<std::uint64_t, std::vector<std::string>> wanted;
    for (const auto& [runtime, search] : searches_) {
      if (search.next()) wanted[*search.next()].push_back(runtime);
    }
    if (wanted.empty()) return false;
    for (const auto& [load, runtimes] : wanted) {
      if (laboratory_.interrupted() || (!run_.cells.empty() && laboratory_.elapsed_s() >= budget_s_)) return false;
      const bool described = std::any_of(load_of_.begin(), load_of_.end(), [&](const auto& pair) { return pair.second == load; });
      if (!described || !run_.cells.empty()) describe(load, runtimes);
      measure(load);
      for (const std::string& runtime : runtimes) searches_.at(runtime).measured(result_of(runtime, load));
    }
    return true;
  }

  void measure(std::uint64_t load) {
    SuiteOptions options = suite_options(flags_, cells_);
    budget_s_ = options.time_budget_s;
    options.extra_case = with(flags_.selection.extra_case, flags_.sweep, load);
    const reports::Run earlier = run_;
    if (!earlier.cells.empty()) {
      options.earlier = &earlier;
      options.seed = earlier.seed;
    }
    run_ = run_suite(options, laboratory_, journal_, progress_);
  }

  LoadResult result_of(const std::string& runtime, std::uint64_t load) const {
    for (const Cell& cell : run_.cells) {
      const auto found = load_of_.find(cell.name);
      if (cell.runtime != runtime || found == load_of_.end() || found->second != load) continue;
      if (!reports::has_result(cell)) return {.load = load, .failure = reports::why_not(cell)};
      return {.load = load, .p99_ns = reports::estimate(cell, cell.headline), .done_per_second = reports::estimate(cell, "ops_per_second")};
    }
    return {.load = load, .failure = "not measured"};
  }

  std::string answer() const {
    std::string lines;
    for (const auto& [runtime, search] : searches_) lines += fmt::format("{}: {}\n", runtime, search.sentence(flags_.sweep));
    return lines + "\n";
  }

  RunFlags flags_;
  Laboratory& laboratory_;
  Journal& journal_;
  const std::function<void(const Progress&)>& progress_;
  std::vector<CellDescription> cells_;
  std::map<std::string, std::uint64_t> load_of_;
  std::map<std::string, KneeSearch> searches_;
  reports::Run run_;
  double budget_s_ = kBudgetForAllS;
};

}  // namespace

Sweep run_sweep(const RunFlags& flags, Laboratory& laboratory, Journal& journal, const std::function<void(const Progress&)>& progress) {
  if (flags.selection.extra_case.empty()) throw InputError("--sweep needs --case WORKLOAD: the load is a parameter of it");
  return Sweeping(flags, laboratory, journal, progress).go();
}

}  // namespace unblock::bench
