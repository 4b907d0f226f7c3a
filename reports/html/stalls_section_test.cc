#include "reports/html/stalls_section.h"

#include <gtest/gtest.h>

#include "reports/html/page.h"

namespace unblock::reports::html {
namespace {

Report watched() {
  Stalls stalls;
  stalls.program = "./server <evil>";
  stalls.date = "2026-11-27T12:00:00+0000";
  stalls.duration_s = 10;
  stalls.threshold_s = 0.01;
  stalls.finished = true;
  stalls.loops = {{1, 4711, "epoll", "epoll_reactor::run", "main main.cc:7", 1000, 0.5, 2e-6, 9e-6, {{0, 1, 400, 0.2, 1e-4}, {5, 1, 600, 0.3, 0.2}}}};
  StallPlace confirmed, unpredicted, unseen;
  confirmed.chain = {{"greet(tcp::socket)", "/src/server.cc", 38, true}, {"getaddrinfo", "", 0, false}};
  confirmed.count = 3;
  confirmed.total_s = 0.3;
  confirmed.longest_s = 0.2;
  confirmed.parked_share = 1;
  confirmed.events = 12;
  confirmed.events_waited_s = 2.4;
  unpredicted.chain = {{"crunch()", "/src/other.cc", 5, true}};
  unpredicted.count = 1;
  unpredicted.total_s = unpredicted.longest_s = 0.05;
  unseen.count = 1;
  stalls.places = {confirmed, unpredicted, unseen};
  stalls.stalls = {{0, 0, 5.5, 0.2}, {1, 0, 6.5, 0.05}, {2, 0, 7, 0.02}};
  stalls.stall_count = 5;
  stalls.notes = {"2 looks were refused"};
  Report report;
  report.stalls = {stalls};
  return report;
}

bool has(const std::string& page, const std::string& text) { return page.find(text) != std::string::npos; }

TEST(StallsSection, ShowsPlacesLoopsAndTheTimeline) {
  const std::string page = stalls_section(watched()).str();
  for (const char* text : {"greet(tcp::socket)", "crunch()", "the stack could not be read", "2 looks were refused", "4711", "200 ms at 5.50 s: greet(tcp::socket)",
                           "Stalls by place, the most costly first", "w1-turns", "./server &lt;evil&gt;"}) {
    EXPECT_TRUE(has(page, text)) << text;
  }
  EXPECT_FALSE(has(page, "What the findings cost"));
}

TEST(StallsSection, SaysOfEachFindingWhetherItHappened) {
  Report report = watched();
  Finding seen, unseen;
  seen.check = unseen.check = "async-blocking-call";
  seen.location = {"server.cc", 38, 1};
  unseen.location = {"server.cc", 99, 1};
  Findings findings;
  findings.findings = {unseen, seen};
  report.findings = {findings};
  const std::string page = stalls_section(report).str();
  EXPECT_LT(page.find("server.cc:38"), page.find("server.cc:99"));
  const std::string whole = write(report), list = whole.substr(whole.find("id=\"finding-list\""));
  EXPECT_TRUE(has(list, "confirmed: 3 stalls, longest 200 ms, 300 ms in total"));
  EXPECT_LT(list.find("confirmed: 3 stalls"), list.find("not seen"));
  EXPECT_TRUE(has(page, "confirmed"));
  EXPECT_TRUE(has(page, "not seen"));
  EXPECT_TRUE(has(page, "Stalls that no finding explains"));
}

TEST(StallsSection, IsLeftOutWhereNothingWasWatchedAndAPageOfStallsAloneIsWhole) {
  EXPECT_TRUE(stalls_section(Report()).is_empty());
  const std::string page = write(watched());
  EXPECT_TRUE(has(page, "<title>Unblock: stalls</title>"));
  EXPECT_TRUE(has(page, "href=\"#stalls\""));
}

TEST(StallsSection, AnEmptyRunDrawsNothingAndDoesNotFail) {
  Report report;
  report.stalls.emplace_back();
  EXPECT_TRUE(has(stalls_section(report).str(), "0 stalls"));
}

}  // namespace
}  // namespace unblock::reports::html
