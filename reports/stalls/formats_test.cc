// Every format knows what a watched program did, alone and beside findings.
#include <gtest/gtest.h>

#include "reports/cli/formats.h"
#include "reports/model/report.h"

namespace unblock::reports {
namespace {

Stalls watched() {
  Stalls stalls;
  stalls.source = "seen.json";
  stalls.program = "./server | x";
  stalls.threshold_s = 0.01;
  stalls.duration_s = 2;
  stalls.finished = true;
  stalls.stall_count = 4;
  stalls.notes = {"2 looks were refused"};
  StallPlace seen, unpredicted;
  seen.chain = {{"greet()", "/src/server.cc", 38, true}, {"getaddrinfo", "", 0, false}};
  seen.blocked_by = "getaddrinfo";
  seen.count = 3;
  seen.total_s = 0.3;
  seen.longest_s = 0.2;
  seen.parked_share = 1;
  unpredicted.chain = {{"crunch()", "/src/other.cc", 5, true}};
  unpredicted.count = 1;
  unpredicted.total_s = unpredicted.longest_s = 0.05;
  stalls.places = {seen, unpredicted};
  return stalls;
}

Report alone() { return {{}, {}, {watched()}}; }

Report with_findings() {
  Finding confirmed, unseen;
  confirmed.check = unseen.check = "async-blocking-call";
  confirmed.location = {"src/server.cc", 38, 3};
  unseen.location = {"src/server.cc", 99, 3};
  Findings findings;
  findings.tool = "unblock-lint";
  findings.findings = {unseen, confirmed};
  return {{}, {findings}, {watched()}};
}

void expect_all(const std::string& text, std::initializer_list<const char*> parts) {
  for (const char* part : parts) EXPECT_NE(text.find(part), std::string::npos) << part << " is not in\n"
                                                                               << text;
}

std::string written(const char* format, const Report& report) { return cli::find_format(format, "").write(report); }

TEST(StallsInFormats, Markdown) {
  expect_all(written("markdown", alone()), {"### Stalls of ./server", "4 stalls over 10.0 ms in 2.00 s", "2 looks were refused", "getaddrinfo", "300 ms", "crunch"});
  EXPECT_EQ(written("markdown", alone()).find("What the findings cost"), std::string::npos);
  expect_all(written("markdown", with_findings()), {"### What the findings cost", "confirmed: 3 stalls, longest 200 ms", "not seen", "no finding explains"});
}

TEST(StallsInFormats, JUnit) {
  expect_all(written("junit", alone()), {"unblock watch: ./server | x", "tests=\"2\"", "failures=\"2\"", "3 stalls, longest 200 ms, parked in getaddrinfo", "/src/server.cc"});
  expect_all(written("junit", with_findings()), {"confirmed: 3 stalls", "not seen", "crunch()"});
  Report quiet = alone();
  quiet.stalls[0].places.clear();
  expect_all(written("junit", quiet), {"no stall", "failures=\"0\""});
}

TEST(StallsInFormats, Csv) {
  expect_all(written("csv", alone()), {"input,program,function", "greet(),/src/server.cc,38,parked,getaddrinfo,3,0.3,0.2", "crunch(),/src/other.cc,5,computing,,1,0.05"});
  const std::string joined = written("csv", with_findings());
  expect_all(joined, {"fingerprint,state,seen,stalls,total_s,longest_s\r\n", ",confirmed,3,0.3,0.2\r\n", ",not seen,0,0,0\r\n", ",unpredicted,1,0.05,0.05\r\n"});
}

TEST(StallsInFormats, Sarif) {
  expect_all(written("sarif", alone()), {"event-loop-stall", "src/server.cc"});
  expect_all(written("sarif", with_findings()), {"event-loop-stall", "async-blocking-call"});
}

}  // namespace
}  // namespace unblock::reports
