// rank-stability RESULTS...: results of the same suite, run several times. Prints how often two runs contradict each other, as a row of
// docs/method.md.
#include <fmt/format.h>

#include <vector>

#include "reports/file.h"
#include "reports/program.h"
#include "reports/results/reader.h"
#include "reports/summary/stability.h"

namespace {

double percent(std::size_t part, std::size_t whole) { return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole); }

int run(int argc, char** argv) {
  using namespace unblock::reports;
  std::vector<Run> runs;
  for (int i = 1; i < argc; ++i) runs.push_back(results::read(read_file(argv[i]), argv[i]));
  const summary::Stability sum = summary::stability(runs);
  fmt::print("| {} runs | {} pairs ordered twice | {} contradictions ({:.2f} %) | {:.1f} % of {} cells have a usable headline | {:.1f} % bear a doubt |\n", runs.size(),
             sum.ordered, sum.contradicted, percent(sum.contradicted, sum.ordered), percent(sum.usable, sum.cells), sum.cells, percent(sum.doubted, sum.cells));
  return sum.contradicted == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  return unblock::reports::run_program("rank-stability", [&] { return run(argc, argv); });
}
