// Facts as text: written, read back without loss, the same wherever the project lies, and refused where they are something else.
#include "lint/facts/format.h"

#include <gtest/gtest.h>

#include "reports/model/error.h"

namespace unblock::lint::facts {
namespace {

Document sample(const std::string& root) {
  Call call;
  call.at = {root + "/a.cc", 7, 3};
  call.expansions = {{"WAIT", {root + "/wait.h", 2, 9}}};
  call.callee = "c:@F@sleep";
  call.name = call.short_name = "sleep";
  call.targets = {{"c:@F@sleep", true}, {"!" + root + "/a.cc!c:@F@doze", false}};
  Wait wait;
  wait.tier = Tier::network;
  wait.instead = "a timer";
  wait.unless = {{"c:@S@Session@FI@fd", true, false}};
  call.waits = {wait};
  call.hands_over = {{{{{"c:@F@tick", true}}, "c:@F@start#0"}, RunsOn::pool, {"c:@S@Session@FI@loop"}, true}};
  call.passes = {{2, {{}, "c:@F@start#1"}, RunsOn::loop, {}, {{"c:@F@work", true}}}};
  call.only_when = {{1, 3, true}, {0, 0, false}};
  call.constants = {{0, 7}};
  call.before_suspension = call.waited_for = call.after_pool = true;
  Function function;
  function.id = "c:@F@load";
  function.name = "load";
  function.at = {root + "/a.cc", 5, 1};
  function.coroutine = true;
  function.overrides = {"c:@S@Base@F@load"};
  function.calls = {call};
  Unit unit;
  unit.file = root + "/a.cc";
  unit.functions = {function};
  unit.nonblocking_handles = {"c:@fd"};
  unit.flows = {{"c:@fd", "c:@S@Session@FI@fd"}};
  unit.loop_members = {{"c:@S@Session@FI@loop", true}};
  unit.makings = {{"c:@S@Session", "c:@S@Server", "c:@S@Server@FI@session", "c:@F@start", false}, {"c:@S@Server", "", "", "", true}};
  unit.loop_owners = {"c:@S@Server"};
  unit.emptied = {"c:@S@Session@FI@on_done"};
  unit.runs_on_after_exceptions = true;
  unit.suppressions = {{{root + "/a.cc", 6, 1}, "async-*", 7, 7}};
  unit.checks = {{"async-blocking-call", true, {"wait"}}};
  unit.reported_files = {root + "/a.cc"};
  return {{"0.1", "abc", "x86_64-pc-linux-gnu"}, unit};
}

TEST(Facts, SurviveTheDisk) {
  const Document written = sample("/home/ann/project");
  const Document read = from_text(to_text(written, "/home/ann/project"), "a.facts", "/home/ann/project");
  EXPECT_EQ(read.header, written.header);
  EXPECT_EQ(read.unit, written.unit);
}

TEST(Facts, AreTheSameBytesWhereverTheProjectLies) {
  const std::string there = to_text(sample("/home/ann/project"), "/home/ann/project");
  EXPECT_EQ(there, to_text(sample("/srv/build"), "/srv/build"));
  EXPECT_EQ(there.find("/home"), std::string::npos);
  EXPECT_EQ(from_text(there, "a.facts", "/srv/build").unit, sample("/srv/build").unit);
}

TEST(Facts, KeepPathsThatLieElsewhere) {
  Document document = sample("/home/ann/project");
  document.unit.functions[0].at.file = "/usr/include/x.h";
  EXPECT_EQ(from_text(to_text(document, "/home/ann/project"), "a.facts", "/elsewhere").unit.functions[0].at.file, "/usr/include/x.h");
}

TEST(Facts, OfAnotherKindAreRefused) {
  const std::string good = to_text(sample("/p"), "/p");
  EXPECT_THROW(from_text("{}", "a.facts", "/p"), reports::InputError);
  EXPECT_THROW(from_text(good.substr(0, good.size() / 2), "a.facts", "/p"), reports::InputError);
  EXPECT_THROW(from_text("{\"facts\":9}", "a.facts", "/p"), reports::InputError);
  EXPECT_THROW(from_text(R"({"facts":5,"tool":"","models":"","platform":"","texts":[],"unit":[5]})", "a.facts", "/p"), reports::InputError);
  EXPECT_THROW(from_text(R"({"facts":5,"tool":"","models":"","platform":"","texts":[""],"unit":[0,[7]]})", "a.facts", "/p"), reports::InputError);
}

TEST(Facts, NestedWithoutEndAreRefused) {
  constexpr std::size_t kDeep = 300'000;
  const std::string deep = std::string(kDeep, '[') + std::string(kDeep, ']');
  for (const std::string text : {R"({"facts":DEEP})", R"({"facts":5,"tool":DEEP,"models":"","platform":"","texts":[],"unit":[]})",
                                 R"({"facts":5,"tool":"","models":"","platform":"","texts":DEEP,"unit":[]})", R"({"facts":5,"tool":"","models":"","platform":"","texts":[],"unit":DEEP})"}) {
    const std::size_t at = text.find("DEEP");
    EXPECT_THROW(from_text(text.substr(0, at) + deep + text.substr(at + 4), "a.facts", "/"), reports::InputError) << text;
  }
}

}  // namespace
}  // namespace unblock::lint::facts
