// What several clients counted, as one.
#include "bench/run/merge.h"

#include <gtest/gtest.h>

namespace unblock::bench {
namespace {

/// A client that did `operations` in 1000 ns, in two passes, between these two times.
Answer client(double operations, std::int64_t from_ns, std::int64_t to_ns) {
  Answer answer;
  answer.row.iterations = 2;
  answer.row.operations = operations / 2;
  answer.row.real_time_ns = 500;
  answer.row.cpu_time_ns = 250;
  answer.row.metrics = {{"cpu_ns_per_op", operations}, {"rss_peak_bytes", 10}, {"first_chunk_p99_ns", 7}};
  answer.side.measured_from_ns = from_ns;
  answer.side.measured_to_ns = to_ns;
  answer.side.latency = {{100, 101, 99}};
  answer.side.claim.connections = 3;
  answer.side.claim.digest = ~0ull;
  return answer;
}

TEST(Merge, RatesAddUpAndCostsAreMeans) {
  const Row row = merged({client(10, 0, 1'000), client(30, 0, 1'000)}).row;
  ASSERT_FALSE(row.refusal);
  EXPECT_DOUBLE_EQ(row.metrics.at("ops_per_second"), 40e6);
  EXPECT_DOUBLE_EQ(row.metrics.at("time_ns_per_op"), 25);
  EXPECT_DOUBLE_EQ(row.metrics.at("cpu_ns_per_op"), 25) << "(10 x 10 + 30 x 30) / 40";
  EXPECT_DOUBLE_EQ(row.metrics.at("rss_peak_bytes"), 20);
  EXPECT_DOUBLE_EQ(row.operations, 40);
  EXPECT_DOUBLE_EQ(row.real_time_ns, 1'000);
  EXPECT_DOUBLE_EQ(row.cpu_time_ns, 1'000);
  EXPECT_FALSE(row.metrics.contains("first_chunk_p99_ns")) << "quantiles cannot be added";
}

TEST(Merge, LatenciesAreThoseOfAllOperations) {
  Answer slow = client(10, 0, 1'000);
  slow.side.latency = {{100, 101, 1}, {5'000, 5'033, 2}};
  const Answer all = merged({client(10, 0, 1'000), slow});
  EXPECT_EQ(all.side.latency.size(), 2u);
  EXPECT_EQ(all.side.latency[0].count, 100u);
  EXPECT_DOUBLE_EQ(all.row.metrics.at("latency_p50_ns"), 100);
  EXPECT_DOUBLE_EQ(all.row.metrics.at("latency_p99_ns"), 5'016);
  EXPECT_DOUBLE_EQ(all.row.metrics.at("latency_n"), 102);
}

TEST(Merge, ClaimsAreSumsAndTheDigestIsOneModuloItsWidth) {
  const Claim claim = merged({client(10, 0, 1'000), client(10, 0, 1'000)}).side.claim;
  EXPECT_EQ(claim.connections, 6u);
  EXPECT_EQ(claim.digest, ~0ull - 1);
}

TEST(Merge, ClientsThatTookTurnsAreNotAdded) {
  EXPECT_EQ(merged({client(10, 0, 1'000), client(10, 900, 1'900)}).row.refusal.sentence,
            "the clients measured at the same time for 5 % only: give them longer with --min-time");
  EXPECT_DOUBLE_EQ(merged({client(10, 0, 1'000), client(10, 100, 1'000)}).row.metrics.at("together_share"), 0.9);
  EXPECT_NE(merged({client(10, 0, 1'000), client(10, 0, 0)}).row.refusal.sentence.find("does not say when"), std::string::npos);
}

TEST(Merge, OneThatFailedFailsAll) {
  Answer failed = client(10, 0, 1'000);
  failed.row.refusal = {Refusal::Why::wrong_work, "an echo came back changed"};
  EXPECT_EQ(merged({client(10, 0, 1'000), failed}).row.refusal.why, Refusal::Why::wrong_work);
}

}  // namespace
}  // namespace unblock::bench
