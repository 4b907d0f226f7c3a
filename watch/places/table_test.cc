#include "watch/places/table.h"

#include <gtest/gtest.h>

namespace unblock::watch {
namespace {

SeenStall stall_at(const std::string& function, double length_s, double start_s = 0) {
  SeenStall stall;
  stall.start_s = start_s;
  stall.length_s = length_s;
  stall.chain = {{function, "server.cc", 10, true}};
  return stall;
}

TEST(StallTable, CountsByPlaceAndPutsTheDearestFirst) {
  StallTable table;
  table.add(stall_at("read_config", 0.02));
  table.add(stall_at("resolve", 0.5));
  table.add(stall_at("read_config", 0.04));
  reports::Stalls seen;
  table.write_to(seen);
  ASSERT_EQ(seen.places.size(), 2U);
  EXPECT_EQ(seen.places[0].chain[0].function, "resolve");
  EXPECT_EQ(seen.places[1].count, 2U);
  EXPECT_DOUBLE_EQ(seen.places[1].total_s, 0.06);
  EXPECT_DOUBLE_EQ(seen.places[1].longest_s, 0.04);
  EXPECT_DOUBLE_EQ(seen.places[1].p50_s, 0.02);
  EXPECT_DOUBLE_EQ(seen.places[1].p99_s, 0.04);
  EXPECT_EQ(seen.stall_count, 3U);
}

TEST(StallTable, TellsTwoLinesOfAFunctionApartWhenTheyCallSomething) {
  StallTable table;
  SeenStall first = stall_at("handle", 0.02), second = stall_at("handle", 0.02);
  first.blocked_by = second.blocked_by = "sleep";
  second.chain[0].line = 20;
  table.add(first);
  table.add(second);
  reports::Stalls seen;
  table.write_to(seen);
  EXPECT_EQ(seen.places.size(), 2U);
}

TEST(StallTable, AComputationIsOnePlaceWhereverInItsFunctionItIsFound) {
  StallTable table;
  SeenStall second = stall_at("parse", 0.02);
  second.chain[0].line = 20;
  table.add(stall_at("parse", 0.02));
  table.add(second);
  reports::Stalls seen;
  table.write_to(seen);
  EXPECT_EQ(seen.places.size(), 1U);
}

TEST(StallTable, EventsThatWaitedAreCountedWithTheirTime) {
  StallTable table;
  SeenStall stall = stall_at("resolve", 0.5);
  stall.ready = 3;
  table.add(stall);
  reports::Stalls seen;
  table.write_to(seen);
  EXPECT_EQ(seen.places[0].events, 3U);
  EXPECT_DOUBLE_EQ(seen.places[0].events_waited_s, 1.5);
}

TEST(StallTable, KeepsTheLongestStallsAndAllCounts) {
  StallTable table(10, 5);
  for (int i = 0; i < 100'000; ++i) table.add(stall_at("f" + std::to_string(i % 50), 0.01 + i * 1e-6, i));
  reports::Stalls seen;
  table.write_to(seen);
  EXPECT_EQ(seen.stall_count, 100'000U);
  EXPECT_EQ(seen.places.size(), 11U);  // ten, and all others together
  ASSERT_EQ(seen.stalls.size(), 5U);
  EXPECT_DOUBLE_EQ(seen.stalls.front().start_s, 99'995);
  std::uint64_t sum = 0;
  for (const auto& place : seen.places) sum += place.count;
  EXPECT_EQ(sum, 100'000U);
  EXPECT_LT(seen.stalls.front().place, seen.places.size());
}

}  // namespace
}  // namespace unblock::watch
