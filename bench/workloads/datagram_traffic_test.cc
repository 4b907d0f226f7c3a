// What is lost, late and doubled over UDP.
#include "bench/workloads/datagram_traffic.h"

#include <gtest/gtest.h>

namespace unblock::bench {
namespace {

constexpr std::size_t kBytes = 16;
using Bytes = std::vector<std::byte>;

Bytes copied(std::span<const std::byte> bytes) { return {bytes.begin(), bytes.end()}; }
Bytes nth(const Bytes& messages, std::size_t n) { return copied(std::span(messages).subspan(n * kBytes, kBytes)); }
const auto kUnheeded = [](std::int64_t) {};

TEST(DatagramTraffic, EachFlowAsksAgainWhenItIsAnswered) {
  DatagramTraffic traffic(2, kBytes, 2);
  const Bytes first = copied(traffic.begin(100));
  ASSERT_EQ(first.size(), 2 * kBytes);
  std::vector<std::int64_t> latencies;
  const Bytes second = copied(traffic.arrived(first, 150, [&](std::int64_t ns) { latencies.push_back(ns); }));
  EXPECT_EQ(latencies, (std::vector<std::int64_t>{50, 50}));
  EXPECT_EQ(second.size(), 2 * kBytes);
  EXPECT_FALSE(traffic.done());
  EXPECT_TRUE(traffic.arrived(second, 200, kUnheeded).empty());
  EXPECT_TRUE(traffic.done());
  EXPECT_EQ(traffic.answered(), 4u);
}

TEST(DatagramTraffic, WhatIsLostIsAskedAnewAndCounted) {
  DatagramTraffic traffic(2, kBytes, 1);
  const Bytes first = copied(traffic.begin(100));
  traffic.arrived(nth(first, 0), 150, kUnheeded);
  EXPECT_TRUE(traffic.give_up(100, 200).empty()) << "it is not so old yet";
  const Bytes again = copied(traffic.give_up(101, 200));
  EXPECT_EQ(again.size(), kBytes);
  EXPECT_NE(again, nth(first, 1)) << "an answer to the first would be taken for one to the second";
  traffic.arrived(again, 250, kUnheeded);
  EXPECT_TRUE(traffic.done());
  EXPECT_EQ(traffic.lost(), 1u);
  EXPECT_EQ(traffic.answered(), 2u);
}

TEST(DatagramTraffic, ALateOrDoubledAnswerIsThrownAway) {
  DatagramTraffic traffic(1, kBytes, 2);
  const Bytes first = copied(traffic.begin(100));
  const Bytes again = copied(traffic.give_up(101, 200));
  EXPECT_TRUE(traffic.arrived(first, 210, kUnheeded).empty()) << "late";
  const Bytes second = copied(traffic.arrived(again, 220, kUnheeded));
  EXPECT_TRUE(traffic.arrived(again, 230, kUnheeded).empty()) << "doubled";
  traffic.arrived(second, 240, kUnheeded);
  EXPECT_TRUE(traffic.arrived(second, 250, kUnheeded).empty()) << "doubled after the end";
  EXPECT_EQ(traffic.dropped(), 3u);
  EXPECT_EQ(traffic.answered(), 2u);
  EXPECT_STREQ(traffic.problem(), "");
}

TEST(DatagramTraffic, WhatNobodyAskedIsWrong) {
  DatagramTraffic traffic(1, kBytes, 1);
  Bytes message = copied(traffic.begin(100));
  message[kBytes - 1] ^= std::byte{1};
  traffic.arrived(message, 110, kUnheeded);
  EXPECT_STREQ(traffic.problem(), "an echo came back changed");
  DatagramTraffic other(1, kBytes, 1);
  other.arrived(Bytes(kBytes, std::byte{0x7f}), 110, kUnheeded);
  EXPECT_STREQ(other.problem(), "an answer came to what nobody had asked");
}

TEST(DatagramTraffic, ClaimsWhatItSentAndReceived) {
  DatagramTraffic traffic(1, kBytes, 1);
  const Bytes first = copied(traffic.begin(100));
  const Bytes again = copied(traffic.give_up(101, 200));
  traffic.arrived(first, 210, kUnheeded);
  traffic.arrived(again, 220, kUnheeded);
  Claim claim;
  traffic.add_to(claim);
  EXPECT_EQ(claim.datagrams_out, 2u);
  EXPECT_EQ(claim.datagrams_in, 2u);
  EXPECT_EQ(claim.datagrams_dropped, 1u);
  EXPECT_NE(claim.digest, 0u);
}

}  // namespace
}  // namespace unblock::bench
