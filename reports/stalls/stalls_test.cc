#include <gtest/gtest.h>

#include "reports/model/error.h"
#include "reports/stalls/as_findings.h"
#include "reports/stalls/file_format.h"
#include "reports/stalls/join.h"

namespace unblock::reports::stalls {
namespace {

StallPlace place(const std::string& function, unsigned line, double total_s) {
  StallPlace made;
  made.chain = {{"serve()", "/home/me/src/server.cc", 10, true}, {function, "/home/me/src/server.cc", line, true}, {"getaddrinfo", "", 0, false}};
  made.culprit = 1;
  made.blocked_by = "getaddrinfo";
  made.count = 2;
  made.total_s = total_s;
  made.longest_s = total_s;
  return made;
}

Finding finding(unsigned line, const std::string& check = "async-blocking-call") {
  Finding made;
  made.check = check;
  made.location = {"src/server.cc", line, 3};
  return made;
}

std::vector<Findings> of(std::vector<Finding> list) {
  Findings findings;
  findings.findings = std::move(list);
  return {findings};
}

std::vector<Stalls> seen(std::vector<StallPlace> places) {
  Stalls stalls;
  stalls.places = std::move(places);
  return {stalls};
}

TEST(StallsFile, ReadsWhatItWrites) {
  Stalls stalls;
  stalls.program = "./server";
  stalls.threshold_s = 0.01;
  stalls.duration_s = 2;
  stalls.finished = true;
  stalls.stall_count = 2;
  stalls.notes = {"a note"};
  stalls.places = {place("resolve()", 30, 0.5)};
  stalls.places[0].parked_share = 0.75;
  stalls.loops = {{1, 2, "epoll", "run()", "main a.cc:3", 7, 0.5, 1e-6, 2e-6, {{0, 0.1, 5, 0.4, 0.3}, {0.1, 0.1, 2, 0.1, 0.1}}}};
  stalls.stalls = {{0, 0, 0.25, 0.125}};
  const Stalls read_back = read(write(stalls), "seen.json");
  EXPECT_TRUE(looks_like_stalls(write(stalls)));
  EXPECT_EQ(write(read_back), write(stalls));
  ASSERT_EQ(read_back.loops.size(), 1U);
  ASSERT_EQ(read_back.loops[0].timeline.size(), 2U);
  EXPECT_EQ(read_back.loops[0].timeline[0].turns, 5U);
  EXPECT_EQ(read_back.places[0].chain, stalls.places[0].chain);
}

TEST(StallsFile, DamageIsASentenceOrReadsAsNothing) {
  EXPECT_THROW(read("{\"runs\": []}", "x.json"), InputError);
  EXPECT_THROW(read("{\"unblock_watch\": 99}", "x.json"), InputError);
  EXPECT_THROW(read("[", "x.json"), InputError);
  const Stalls odd = read(R"({"unblock_watch": 1, "places": [{"count": -5, "culprit": 9, "chain": [3]}], "loops": [7], "stalls": [{"place": 4}]})", "x.json");
  ASSERT_EQ(odd.places.size(), 1U);
  EXPECT_EQ(odd.places[0].count, 0U);
  EXPECT_EQ(odd.places[0].culprit, 0U);
  EXPECT_TRUE(odd.stalls.empty());
}

TEST(Join, AFindingWhoseLineWasInTheStackIsConfirmed) {
  const auto findings = of({finding(50), finding(30)});
  const auto stalls = seen({place("resolve()", 30, 0.5)});
  const Joined joined = join(findings, stalls);
  ASSERT_EQ(joined.prices.size(), 2U);
  EXPECT_EQ(joined.prices[0].finding->location.line, 30U);
  EXPECT_EQ(price_text(joined.prices[0]), "confirmed: 2 stalls, longest 500 ms, 500 ms in total");
  EXPECT_EQ(price_text(joined.prices[1]), "not seen");
  EXPECT_TRUE(joined.unpredicted.empty());
}

TEST(Join, ACallOfSeveralLinesIsFoundAndTheNearestFindingTakesIt) {
  const auto findings = of({finding(32), finding(29)});
  const auto stalls = seen({place("resolve()", 30, 0.5)});
  const Joined joined = join(findings, stalls);
  EXPECT_EQ(joined.prices[0].finding->location.line, 29U);
  EXPECT_FALSE(joined.prices[1].is_seen());
}

TEST(Join, AStallThatNoFindingExplainsIsUnpredicted) {
  const auto findings = of({finding(100)});
  const auto stalls = seen({place("cheap()", 200, 0.1), place("dear()", 300, 0.9)});
  const Joined joined = join(findings, stalls);
  ASSERT_EQ(joined.unpredicted.size(), 2U);
  EXPECT_EQ(joined.unpredicted[0]->chain[1].function, "dear()");
}

TEST(Join, FindingsOfLifetimesHaveNoPrice) {
  const auto findings = of({finding(30, "async-unawaited-coroutine")});
  EXPECT_TRUE(join(findings, {}).prices.empty());
}

TEST(AsFindings, NamesThePlaceAndTheChain) {
  Stalls stalls;
  stalls.places = {place("resolve()", 30, 0.5), {}};
  const Findings findings = as_findings(stalls);
  ASSERT_EQ(findings.findings.size(), 2U);
  EXPECT_EQ(findings.findings[0].location.line, 30U);
  EXPECT_EQ(findings.findings[0].chain.size(), 2U);
  EXPECT_NE(findings.findings[0].message.find("2 times, longest 500 ms"), std::string::npos);
  EXPECT_EQ(findings.findings[1].location.file, "unknown");
}

}  // namespace
}  // namespace unblock::reports::stalls
