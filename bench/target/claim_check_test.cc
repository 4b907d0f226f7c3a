// What of a claim must agree with the target, and what a worker may leave out.
#include "bench/target/claim_check.h"

#include <gtest/gtest.h>

namespace unblock::bench {
namespace {

Claim claimed() {
  Claim claim;
  claim.connections = 2;
  claim.requests = 10;
  claim.bytes_out = 480;
  claim.digest = 0xabc;
  return claim;
}

TargetReport counted() {
  TargetReport report;
  report.connections = 2;
  report.requests = 10;
  report.bytes_in = 480;
  report.bytes_out = 9'000;
  report.digest = 0xabc;
  return report;
}

TEST(ClaimCheck, AgreesWhenEveryFigureDoes) { EXPECT_EQ(disagreement(claimed(), counted()), ""); }

TEST(ClaimCheck, NamesTheFigureThatDiffers) {
  Claim claim = claimed();
  claim.requests = 11;
  EXPECT_EQ(disagreement(claim, counted()), "the worker claims 11 requests, the target counted 10");
}

TEST(ClaimCheck, LetsAnHttpWorkerLeaveOutItsBytes) {
  Claim claim = claimed();
  claim.bytes_out = 0;
  EXPECT_EQ(disagreement(claim, counted()), "");
  claim.digest = 1;
  EXPECT_NE(disagreement(claim, counted()), "");
}

TEST(ClaimCheck, HoldsAnEchoWorkerToItsBytes) {
  Claim claim = claimed();
  TargetReport report = counted();
  claim.requests = report.requests = 0;
  claim.bytes_in = 9'000;
  EXPECT_EQ(disagreement(claim, report), "");
  claim.bytes_out = 0;
  EXPECT_EQ(disagreement(claim, report), "the worker claims 0 bytes sent, the target counted 480");
}

TEST(ClaimCheck, DatagramsMayBeLostAndDoubledAndNotInvented) {
  Claim claim;
  claim.datagrams_out = 100;
  claim.datagrams_in = 90;
  claim.digest = 1;
  TargetReport report;
  report.datagrams_in = report.datagrams_out = 95;
  EXPECT_EQ(disagreement(claim, report), "") << "five were lost on the way there, five on the way back";
  report.datagrams_in = report.datagrams_out = 101;
  EXPECT_EQ(disagreement(claim, report), "the worker claims 100 datagrams sent, the target received 101");
  claim.datagrams_dropped = 1;
  EXPECT_EQ(disagreement(claim, report), "") << "one was doubled";
  claim.datagrams_in = 103;
  EXPECT_EQ(disagreement(claim, report), "the worker claims 103 datagrams received, the target sent 101");
}

TEST(ClaimCheck, DatagramsThatAllArrivedAreProvedByTheirDigest) {
  Claim claim;
  claim.datagrams_out = claim.datagrams_in = 100;
  claim.digest = 1;
  TargetReport report;
  report.datagrams_in = report.datagrams_out = 100;
  report.digest = 2;
  EXPECT_NE(disagreement(claim, report), "");
  report.digest = 1;
  EXPECT_EQ(disagreement(claim, report), "");
}

}  // namespace
}  // namespace unblock::bench
