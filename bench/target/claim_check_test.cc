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

}  // namespace
}  // namespace unblock::bench
