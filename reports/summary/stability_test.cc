// Runs that agree, and runs that do not.
#include "reports/summary/stability.h"

#include <gtest/gtest.h>

namespace unblock::reports::summary {
namespace {

Cell cell(const std::string& runtime, double time_ns) {
  Cell made;
  made.name = runtime + "/echo";
  made.runtime = runtime;
  made.workload = "echo";
  for (unsigned block = 1; block <= 6; ++block) {
    Round round;
    round.block = block;
    round.metrics["time_ns_per_op"] = time_ns * (1 + 0.001 * block * (runtime == "asio" ? 1 : 1.2));
    made.rounds.push_back(round);
  }
  made.metrics["time_ns_per_op"] = {time_ns, time_ns, time_ns};
  return made;
}

reports::Run run_with(double asio_ns, double libuv_ns) {
  reports::Run run;
  run.cells = {cell("asio", asio_ns), cell("libuv", libuv_ns)};
  return run;
}

TEST(Stability, CountsPairsThatBothOrder) {
  const std::vector<reports::Run> agree = {run_with(100, 200), run_with(110, 190), run_with(100, 100)};
  const Stability sum = stability(agree);
  EXPECT_EQ(sum.ordered, 1u);  // the third run orders nothing
  EXPECT_EQ(sum.contradicted, 0u);
  EXPECT_EQ(sum.cells, 6u);
  EXPECT_EQ(sum.usable, 6u);
}

TEST(Stability, NamesContradictions) {
  const std::vector<reports::Run> runs = {run_with(100, 200), run_with(200, 100)};
  EXPECT_EQ(stability(runs).contradicted, 1u);
}

TEST(Stability, ACellWithoutARoundThatCountsIsNotUsable) {
  std::vector<reports::Run> runs = {run_with(100, 200)};
  for (Round& round : runs[0].cells[0].rounds) round.voided = true;
  runs[0].cells[1].verdicts.push_back({"noisy-machine", "", false});
  const Stability sum = stability(runs);
  EXPECT_EQ(sum.usable, 1u);
  EXPECT_EQ(sum.doubted, 1u);
}

}  // namespace
}  // namespace unblock::reports::summary
