#include "bench/cli/selection.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <tuple>

#include "reports/model/error.h"

namespace unblock::bench {
namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
  return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

/// "python" of "python_aiohttp".
std::string language(const CellDescription& cell) { return cell.runtime.substr(0, cell.runtime.find('_')); }

/// The quick suite, unless the user chooses, has the guests only where a workload asks for them, and the first of each language that can run
/// it: they start slowly. Where none can, the first says why.
class QuickGuests {
 public:
  QuickGuests(const Catalogue& catalogue, const Selection& selection) : chooses_(selection.suite != "full" && !selection.is_particular()) {
    for (const bool can : {true, false}) {
      for (const CellDescription& cell : catalogue.cells) {
        if (is_asked_for(cell) && cell.not_applicable.empty() == can) first_.try_emplace(place_of(cell), cell.runtime);
      }
    }
  }
  bool leave_out(const CellDescription& cell) const {
    if (!chooses_ || cell.kind != reports::CellKind::guest) return false;
    const auto first = first_.find(place_of(cell));
    return !is_asked_for(cell) || first == first_.end() || first->second != cell.runtime;
  }

 private:
  using Place = std::tuple<std::string, std::string, std::string>;
  static Place place_of(const CellDescription& cell) { return {language(cell), cell.workload, cell.arguments_name()}; }
  static bool is_asked_for(const CellDescription& cell) {
    return cell.kind == reports::CellKind::guest && cell.needs.quick_on_guests;
  }

  bool chooses_;
  std::map<Place, std::string> first_;
};

/// A case or a filter that is given chooses by itself; a suite chooses from the rest.
bool in_suite(const CellDescription& cell, const Selection& selection) {
  const std::string& extra = selection.extra_case;
  if (!extra.empty()) return cell.name.starts_with(cell.runtime + "/" + extra.substr(0, extra.find('/')) + "/");
  return selection.suite == "full" || cell.quick || (selection.suite.empty() && !selection.filter.empty());
}

/// With --case, only the cells with these very arguments.
void keep_case(std::vector<CellDescription>& cells, const std::string& extra_case) {
  if (extra_case.empty()) return;
  std::vector<std::string> wanted;
  for (std::size_t from = 0, to; from <= extra_case.size(); from = to + 1) {
    to = std::min(extra_case.find('/', from), extra_case.size());
    wanted.push_back(extra_case.substr(from, to - from));
  }
  std::erase_if(cells, [&](const CellDescription& cell) {
    const std::string name = "/" + cell.name + "/";
    return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& part) { return name.find("/" + part + "/") == name.npos; });
  });
  if (cells.empty()) throw reports::InputError(fmt::format("no runtime has the case '{}'", extra_case));
}

}  // namespace

void add_selection_options(CLI::App& command, Selection& selection) {
  command.add_option("--runtime", selection.runtimes, "Only these runtimes, comma-separated")->option_text("NAME,...")->delimiter(',');
  command.add_option("--workload", selection.workloads, "Only these workloads, comma-separated")->option_text("NAME,...")->delimiter(',');
  command.add_option("--suite", selection.suite, "Which set of cases to run (default quick)")->check(CLI::IsMember({"quick", "full"}));
  command.add_option("--filter", selection.filter, "Only cases whose full name, such as asio/echo/connections:64, matches REGEX")->option_text("REGEX");
  command.add_option("--case", selection.extra_case, "Run one workload with these arguments, such as echo/connections:8/bytes:512")->option_text("CASE");
  command.add_option("--workers", selection.workers, "Folder of the unblock-worker-* programs (default: beside this program)")->option_text("DIR")->check(CLI::ExistingDirectory);
}

Catalogue catalogue_for(const Selection& selection) {
  Catalogue catalogue = read_catalogue(selection.workers.empty() ? program_folder() : selection.workers, selection.extra_case, selection.runtimes);
  for (const std::string& problem : catalogue.problems) fmt::print(stderr, "unblock bench: {}\n", problem);
  return catalogue;
}

std::vector<CellDescription> choose(const Catalogue& catalogue, const Selection& selection) {
  require_known("runtime", selection.runtimes, catalogue.runtimes());
  require_known("workload", selection.workloads, catalogue.workloads());
  const RE2 filter(selection.filter, RE2::Quiet);
  if (!filter.ok()) throw reports::InputError(fmt::format("--filter '{}' is not a regular expression: {}", selection.filter, filter.error()));
  std::vector<CellDescription> chosen;
  const QuickGuests guests(catalogue, selection);
  for (const CellDescription& cell : catalogue.cells) {
    if (guests.leave_out(cell) || !in_suite(cell, selection)) continue;
    if (!has(selection.runtimes, cell.runtime) || !has(selection.workloads, cell.workload) || !RE2::PartialMatch(cell.name, filter)) continue;
    chosen.push_back(cell);
  }
  if (chosen.empty()) throw reports::InputError("no benchmark matches these options; 'unblock bench list' shows all of them");
  keep_case(chosen, selection.extra_case);
  return chosen;
}

}  // namespace unblock::bench
