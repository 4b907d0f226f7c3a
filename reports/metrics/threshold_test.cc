// Limits: what they may say, and which cells are beyond them.
#include "reports/metrics/threshold.h"

#include <gtest/gtest.h>

#include "reports/model/error.h"

namespace unblock::reports::metrics {
namespace {

Run run_with(const std::string& metric, double value) {
  Cell cell;
  cell.name = "asio/keepalive/connections:8";
  cell.runtime = "asio";
  cell.workload = "keepalive";
  cell.metrics["time_ns_per_op"] = {1, 1, 1};
  cell.metrics[metric] = {value, value, value};
  Run run;
  run.cells = {cell};
  return run;
}

std::size_t beyond_count(const std::string& limit, const Run& run) { return beyond(parse_threshold(limit), run).size(); }

TEST(Threshold, TimesHaveUnits) {
  const auto run = run_with("latency_p99_ns", 21e6);
  EXPECT_EQ(beyond_count("keepalive.p99 > 20ms", run), 1u);
  EXPECT_EQ(beyond_count("keepalive.p99>0.02 s", run), 1u);
  EXPECT_EQ(beyond_count("keepalive.latency_p99_ns > 22000us", run), 0u);
  EXPECT_EQ(beyond_count("asio/keepalive.p99 >= 21ms", run), 1u);
  EXPECT_EQ(beyond_count("keepalive.p99 > 21ms", run), 0u);
  EXPECT_EQ(beyond(parse_threshold("keepalive.p99 > 20ms"), run).front(),
            "asio/keepalive/connections:8: latency p99 is 21.0 ms (21.0 ms to 21.0 ms), beyond the limit 'keepalive.p99 > 20ms'");
}

TEST(Threshold, OtherUnitsAndTheOtherDirection) {
  EXPECT_EQ(beyond_count("keepalive.memory > 5MB", run_with("rss_peak_bytes", 6e6)), 1u);
  EXPECT_EQ(beyond_count("keepalive.ops_per_second < 1000", run_with("ops_per_second", 900)), 1u);
  EXPECT_EQ(beyond_count("keepalive.startup_ms > 30ms", run_with("startup_ms", 20)), 0u);
}

TEST(Threshold, ALimitThatNothingCouldBreakIsRefused) {
  EXPECT_THROW(beyond_count("echo.p99 > 20ms", run_with("latency_p99_ns", 1)), InputError);
  EXPECT_THROW(beyond_count("libuv/keepalive.p99 > 20ms", run_with("latency_p99_ns", 1)), InputError);
  EXPECT_THROW(beyond_count("keepalive.memory > 20MB", run_with("latency_p99_ns", 1)), InputError);
}

TEST(Threshold, MistakesAreNamed) {
  for (const char* wrong : {"", "keepalive.p99", "keepalive > 3ms", ".p99 > 3ms", "keepalive.p98 > 3ms", "keepalive.p99 > 3", "keepalive.p99 > 3MB",
                            "keepalive.p99 > fast", "keepalive.memory > 3ms", "keepalive.ops_per_second < 3ms", "keepalive.p99 > nan ms"}) {
    EXPECT_THROW(parse_threshold(wrong), InputError) << wrong;
  }
}

}  // namespace
}  // namespace unblock::reports::metrics
