// The table of metrics, and what a cell is judged by.
#include "reports/metrics/metrics.h"

#include <gtest/gtest.h>

#include <set>

#include "reports/metrics/headline.h"

namespace unblock::reports::metrics {
namespace {

Cell cell_with(const std::map<std::string, double>& values) {
  Cell cell;
  for (const auto& [name, value] : values) cell.metrics[name] = {value, value, value};
  return cell;
}

TEST(Metrics, EachHasOneRowAndColumnsHaveHeads) {
  std::set<std::string_view> names;
  for (const Metric& metric : table()) {
    EXPECT_TRUE(names.insert(metric.name).second) << metric.name;
    EXPECT_FALSE(metric.label.empty()) << metric.name;
    EXPECT_EQ(metric.place == Place::terminal, !metric.head.empty()) << metric.name;
    EXPECT_EQ(metric.beyond > 0, !metric.sample.empty()) << metric.name;
    EXPECT_TRUE(metric.sample.empty() || find(metric.sample) != nullptr) << metric.name;
  }
}

TEST(Metrics, ANameThatNobodyKnowsIsReadByItsEnd) {
  EXPECT_EQ(meaning("wait_ns").unit, text::Unit::nanoseconds);
  EXPECT_EQ(meaning("frames_per_s").better, Better::higher);
  EXPECT_EQ(meaning("copies_per_op").kind, Kind::count);
  EXPECT_EQ(meaning("frames").better, Better::neither);
  EXPECT_EQ(meaning("cache_misses").label, "cache misses");
}

TEST(Metrics, AreShownInTheirUnits) {
  EXPECT_EQ(show("time_ns_per_op", 5000), "5.00 µs");
  EXPECT_EQ(show("startup_ms", 120), "120 ms");
  EXPECT_EQ(show("overlap_factor", 41.2), "41");
}

TEST(Headline, IsWhatTheFileSays) {
  Cell cell = cell_with({{kTime, 200'000}, {"latency_p99_ns", 1e6}});
  EXPECT_EQ(headline(cell), kTime);
  cell.headline = "latency_p99_ns";
  EXPECT_EQ(headline(cell), "latency_p99_ns");
}

TEST(Headline, OfOlderFilesFollowsFromTheArguments) {
  Cell cell = cell_with({{kTime, 200'000}, {"latency_p99_ns", 1e6}});
  cell.arguments = {{"connections", "8"}, {"per_second", "5000"}};
  EXPECT_EQ(headline(cell), "latency_p99_ns");
  cell.arguments = {{"stalling", "0"}};
  EXPECT_EQ(headline(cell), kTime);
}

TEST(Percentile, NeedsValuesBeyondIt) {
  const Cell few = cell_with({{"latency_n", 2000}, {"latency_p99_ns", 9}, {"latency_p999_ns", 9}});
  EXPECT_TRUE(carried(few, "latency_p99_ns"));
  EXPECT_FALSE(carried(few, "latency_p999_ns"));
  EXPECT_EQ(sample_of(few, "latency_p999_ns"), 2000);
  EXPECT_TRUE(carried(cell_with({{"latency_p999_ns", 9}}), "latency_p999_ns")) << "an older file does not say how many";
}

TEST(Percentile, ThatOneCannotCarryRanksNobody) {
  Cell many = cell_with({{kTime, 1}, {"latency_n", 5000}, {"latency_p90_ns", 4}, {"latency_p99_ns", 9}});
  Cell few = cell_with({{kTime, 1}, {"latency_n", 300}, {"latency_p90_ns", 5}, {"latency_p99_ns", 6}});
  many.headline = few.headline = "latency_p99_ns";
  const Cell* const cells[] = {&many, &few};
  EXPECT_EQ(ranking_metric(cells), "latency_p90_ns");
  few.metrics["latency_n"] = {3, 3, 3};
  EXPECT_EQ(ranking_metric(cells), kTime);
}

}  // namespace
}  // namespace unblock::reports::metrics
