// Units joined: chains, contexts and excuses that no single unit shows.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "lint/link/chain_words.h"
#include "lint/link/chains.h"
#include "lint/link/judge.h"
#include "lint/link/suppressions.h"
#include "lint/link/unused_suppressions.h"

namespace unblock::lint {
namespace {

using facts::Call;
using facts::Function;
using facts::Unit;

Function function(const std::string& id, const std::string& file) {
  Function made;
  made.id = made.name = id;
  made.at = {file, 1, 1};
  return made;
}

Call call(const std::string& callee, unsigned line = 2) {
  Call made;
  made.callee = made.name = made.short_name = callee;
  made.targets = {{callee, true}};
  made.at.line = line;
  return made;
}

Call waiting(const std::string& callee) {
  Call made = call(callee);
  made.targets.clear();
  made.waits.emplace_back();
  return made;
}

Unit unit(const std::string& file, std::vector<Function> functions) {
  Unit made;
  made.file = file;
  made.functions = std::move(functions);
  return made;
}

std::vector<std::string> messages(const std::vector<Unit>& units) {
  std::vector<const Unit*> all;
  for (const Unit& each : units) all.push_back(&each);
  const auto program = link(all);
  std::vector<std::string> found;
  for (const Chain& chain : find_chains(*program, [](const facts::Wait&) { return true; })) found.push_back(one_way(*program, chain).message);
  return found;
}

Function coroutine(const std::string& id, const std::string& file, Call made) {
  Function result = function(id, file);
  result.coroutine = true;
  result.calls = {std::move(made)};
  return result;
}

Function plain(const std::string& id, const std::string& file, Call made) {
  Function result = function(id, file);
  result.calls = {std::move(made)};
  return result;
}

TEST(Link, ChainsCrossFiles) {
  const auto found = messages({unit("a.cc", {coroutine("session", "a.cc", call("load"))}), unit("b.cc", {plain("load", "b.cc", call("read_all"))}),
                               unit("c.cc", {plain("read_all", "c.cc", waiting("sleep"))})});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].find("'load' ends in 'sleep', 2 calls down"), std::string::npos) << found[0];
}

TEST(Link, TheOrderOfUnitsDoesNotMatter) {
  const Unit a = unit("a.cc", {coroutine("session", "a.cc", call("load"))}), b = unit("b.cc", {plain("load", "b.cc", waiting("sleep"))});
  EXPECT_EQ(messages({a, b}), messages({b, a}));
}

TEST(Link, AHandlerMayBeDefinedElsewhere) {
  Call post = call("post");
  post.targets.clear();
  post.hands_over = {{{{{"tick", true}}, ""}, RunsOn::loop, {}, false}};
  EXPECT_EQ(messages({unit("a.cc", {plain("main", "a.cc", post)}), unit("b.cc", {plain("tick", "b.cc", waiting("sleep"))})}).size(), 1u);
}

TEST(Link, ParametersAreFollowedIntoOtherFiles) {
  Call given = call("run_later");
  given.passes = {{0, {{{"tick", true}}, ""}, RunsOn::loop, {}, {}}};
  Call post = call("post");
  post.targets.clear();
  post.hands_over = {{{{}, "run_later#0"}, RunsOn::loop, {}, false}};
  const Unit a = unit("a.cc", {plain("main", "a.cc", given), plain("tick", "a.cc", waiting("sleep"))});
  EXPECT_EQ(messages({a, unit("b.cc", {plain("run_later", "b.cc", post)})}).size(), 1u);
  post.hands_over[0].runs_on = RunsOn::pool;
  EXPECT_EQ(messages({a, unit("b.cc", {plain("run_later", "b.cc", post)})}).size(), 0u);
}

TEST(Link, AConstantRulesOutTheCallsThatItsValueForbids) {
  Call wait = waiting("sleep");
  wait.only_when = {{0, 0, true}};
  const Unit b = unit("b.cc", {plain("stop", "b.cc", wait)});
  Call stop = call("stop");
  const auto chains = [&] { return messages({unit("a.cc", {coroutine("session", "a.cc", stop)}), b}).size(); };
  EXPECT_EQ(chains(), 1u) << "nothing is known of the argument";
  stop.constants = {{0, 1}};
  EXPECT_EQ(chains(), 1u);
  stop.constants = {{0, 0}};
  EXPECT_EQ(chains(), 0u);
}

TEST(Link, AConstantSaysNothingOfOtherCallers) {
  Call wait = waiting("sleep");
  wait.only_when = {{0, 0, true}};
  Call quick = call("stop"), slow = call("stop", 3);
  quick.constants = {{0, 0}};
  Function session = coroutine("session", "a.cc", quick);
  session.calls.push_back(slow);
  EXPECT_EQ(messages({unit("a.cc", {session}), unit("b.cc", {plain("stop", "b.cc", wait)})}).size(), 1u);
}

TEST(Link, LongMessagesLeaveToTheNotesWhoseThreadWaits) {
  const std::string name(100, 'x');
  const auto found = messages({unit("a.cc", {coroutine("session", "a.cc", waiting(name)), coroutine("talk", "a.cc", waiting("sleep"))})});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_LE(found[0].size(), 120u);
  EXPECT_NE(found[1].find("in the coroutine 'talk'"), std::string::npos);
}

TEST(Link, OverridersMayBeElsewhere) {
  Call made = call("Base::read");
  made.method = "Base::read";
  made.targets.clear();
  Function overrider = plain("File::read", "b.cc", waiting("sleep"));
  overrider.overrides = {"Base::read"};
  const auto found = messages({unit("a.cc", {coroutine("session", "a.cc", made)}), unit("b.cc", {overrider})});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].find("may end in"), std::string::npos);
}

TEST(Link, AHandleMayBeMadeNonblockingElsewhere) {
  Call made = waiting("read");
  made.waits[0].unless = {{"Session::fd", true, false}};
  Unit b = unit("b.cc", {});
  EXPECT_EQ(messages({unit("a.cc", {coroutine("session", "a.cc", made)}), b}).size(), 1u);
  b.nonblocking_handles = {"open_all#0"};
  b.flows = {{"open_all#0", "Session::fd"}};
  EXPECT_EQ(messages({unit("a.cc", {coroutine("session", "a.cc", made)}), b}).size(), 0u);
}

TEST(Link, OfTwoDefinitionsBothAreKept) {
  const Unit a = unit("a.cc", {coroutine("session", "a.cc", call("load"))});
  EXPECT_EQ(messages({a, unit("b.cc", {function("load", "b.cc")}), unit("c.cc", {plain("load", "c.cc", waiting("sleep"))})}).size(), 1u);
}

TEST(Link, AUnitEntersItsOwnDefinition) {
  const Unit a = unit("a.cc", {coroutine("session", "a.cc", call("load")), function("load", "a.cc")});
  EXPECT_EQ(messages({a, unit("b.cc", {plain("load", "b.cc", waiting("sleep"))})}).size(), 0u);
}

TEST(Link, RecursionEnds) {
  Function loop = plain("load", "b.cc", call("load"));
  EXPECT_EQ(messages({unit("a.cc", {coroutine("session", "a.cc", call("load"))}), unit("b.cc", {loop})}).size(), 0u);
  loop.calls.push_back(waiting("sleep"));
  EXPECT_EQ(messages({unit("a.cc", {coroutine("session", "a.cc", call("load"))}), unit("b.cc", {loop})}).size(), 1u);
}

Call through(const std::string& slot) {
  Call made;
  made.through = slot;
  return made;
}

TEST(Link, WhatOneFilePutsIntoAMemberAnotherMayCall) {
  const Unit caller = unit("a.cc", {coroutine("session", "a.cc", through("Session::done"))});
  Unit setter = unit("b.cc", {plain("tick", "b.cc", waiting("sleep")), function("start", "b.cc")});
  EXPECT_EQ(messages({caller, setter}).size(), 0u);
  setter.functions[1].stores = {{"Session::done", {{{"tick", true}}, ""}}};
  const auto found = messages({caller, setter});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].find("may end in 'sleep'"), std::string::npos) << found[0];
}

TEST(Link, ASetterPassesItsParameterIntoAMember) {
  Function setter = function("on_done", "b.cc");
  setter.stores = {{"Session::done", {{}, "on_done#0"}}};
  Call given = call("on_done");
  given.passes = {{0, {{{"tick", true}}, ""}, RunsOn::loop, {}, {}}};
  Call post = call("post");
  post.targets.clear();
  post.hands_over = {{{{}, "Session::done"}, RunsOn::loop, {}, false}};
  const Unit user = unit("a.cc", {plain("main", "a.cc", given), plain("tick", "a.cc", waiting("sleep"))});
  EXPECT_EQ(messages({user, unit("b.cc", {setter}), unit("c.cc", {plain("fire", "c.cc", post)})}).size(), 1u);
  post.hands_over[0].runs_on = RunsOn::pool;
  EXPECT_EQ(messages({user, unit("b.cc", {setter}), unit("c.cc", {plain("fire", "c.cc", post)})}).size(), 0u);
}

TEST(Link, WhatFollowsAResumptionOnAPoolHoldsUpNobody) {
  Call late = waiting("sleep");
  EXPECT_EQ(messages({unit("a.cc", {coroutine("session", "a.cc", late)})}).size(), 1u);
  late.after_pool = true;
  EXPECT_EQ(messages({unit("a.cc", {coroutine("session", "a.cc", late)})}).size(), 0u);
}

TEST(Link, WhatLiesInOneMemberMayComeIntoAnother) {
  Function moves = function("swap", "b.cc");
  moves.stores = {{"Session::running", {{}, "Session::queued"}}};
  Function puts = function("start", "c.cc");
  puts.stores = {{"Session::queued", {{{"tick", true}}, ""}}};
  const Unit a = unit("a.cc", {coroutine("session", "a.cc", through("Session::running")), plain("tick", "a.cc", waiting("sleep"))});
  EXPECT_EQ(messages({a, unit("b.cc", {moves}), unit("c.cc", {puts})}).size(), 1u);
}

const std::vector<Rule> kRules = {{"async-blocking-call", [](const facts::Wait&, const std::vector<std::string>&) { return true; }}};

std::vector<Judged> judged(Unit made) {
  const auto program = link({&made});
  Suppressions suppressions(*program);
  return judge(*program, kRules, suppressions);
}

Unit sleepy() {
  Call made = waiting("sleep");
  made.at = {"a.cc", 7, 3};
  Unit result = unit("a.cc", {coroutine("session", "a.cc", made)});
  result.checks = {{"async-blocking-call", true, {}}};
  result.reported_files = {"a.cc"};
  return result;
}

TEST(Judge, SaysWhatTheUnitAsksFor) {
  const auto found = judged(sleepy());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].as_error);
  Unit off = sleepy();
  off.checks.clear();
  EXPECT_EQ(judged(off).size(), 0u);
  Unit hidden = sleepy();
  hidden.reported_files = {"b.cc"};
  EXPECT_EQ(judged(hidden).size(), 0u);
}

TEST(Judge, CommentsSilenceTheirLines) {
  Unit made = sleepy();
  made.suppressions = {{{"a.cc", 7, 20}, "", 7, 7}};
  EXPECT_EQ(judged(made).size(), 0u);
  made.suppressions = {{{"a.cc", 7, 20}, "async-sync-wait, bugprone-*", 7, 7}};
  EXPECT_EQ(judged(made).size(), 1u);
  made.suppressions = {{{"a.cc", 6, 20}, "async-blocking-*", 6, 9}};
  EXPECT_EQ(judged(made).size(), 0u);
  made.suppressions = {{{"b.cc", 7, 20}, "", 7, 7}};
  EXPECT_EQ(judged(made).size(), 1u);
}

/// Two coroutines that call one function that waits.
std::vector<Unit> two_ways() {
  Unit users = unit("a.cc", {coroutine("one", "a.cc", call("load")), coroutine("two", "a.cc", call("load"))});
  for (unsigned i = 0; i < 2; ++i) {
    users.functions[i].at.line = 10 * (i + 1);
    users.functions[i].calls[0].at = {"a.cc", 10 * (i + 1) + 1, 3};
  }
  users.checks = {{"async-blocking-call", false, {}}};
  Unit helper = unit("b.cc", {plain("load", "b.cc", waiting("sleep"))});
  helper.functions[0].calls[0].at = {"b.cc", 5, 3};
  users.own_files = users.reported_files = {"a.cc"};
  helper.own_files = helper.reported_files = {"b.cc"};
  return {users, helper};
}

std::vector<std::string> judged(const std::vector<Unit>& units) {
  std::vector<const Unit*> all;
  for (const Unit& each : units) all.push_back(&each);
  const auto program = link(all);
  std::vector<std::string> found;
  Suppressions suppressions(*program);
  for (const Judged& each : judge(*program, kRules, suppressions)) {
    const facts::Place& at = place_of(*program, each.finding);
    found.push_back(at.file + ":" + std::to_string(at.line) + " " + each.finding.message + " +" + std::to_string(each.finding.notes.size()));
  }
  return found;
}

TEST(Causes, ManyWaysToOneCallAreOneFinding) {
  const auto found = judged(two_ways());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0], "b.cc:5 'sleep' waits, reached from 2 async functions +4");
}

TEST(Causes, OneWayIsReportedWhereItBegins) {
  auto units = two_ways();
  units[0].suppressions = {{{"a.cc", 11, 20}, "", 11, 11}};
  const auto found = judged(units);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].find("a.cc:21 'load' ends in 'sleep', which waits"), 0u) << found[0];
  units[1].suppressions = {{{"b.cc", 5, 20}, "", 5, 5}};
  EXPECT_EQ(judged(units).size(), 0u);
}

TEST(Causes, WhatOthersWroteIsNotTheCause) {
  auto units = two_ways();
  units[1].own_files = units[1].reported_files = {};
  EXPECT_EQ(judged(units).size(), 2u);
  units[0].own_files = units[0].reported_files = {};
  EXPECT_EQ(judged(units).size(), 0u);
}

TEST(Causes, AMacroOfTheProjectIsOneCause) {
  auto units = two_ways();
  for (Function& each : units[0].functions) {
    Call made = waiting("write");
    made.at = each.calls[0].at;
    made.expansions = {{"LOG", {"a.cc", 2, 20}}};
    each.calls = {made};
  }
  const auto found = judged(units);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].find("a.cc:2 'write' waits"), 0u) << found[0];
}

std::size_t unused(Unit made, const std::set<std::string>& undecided = {}) {
  made.checks.push_back({kUnusedSuppression, false, {}});
  const auto program = link({&made});
  Suppressions suppressions(*program);
  judge(*program, kRules, suppressions);
  return find_unused(*program, suppressions, {"async-blocking-call", "async-sync-wait", kUnusedSuppression}, undecided).size();
}

TEST(UnusedSuppressions, AreThoseOfChecksThatLookedAndFoundNothing) {
  Unit made = sleepy();
  made.suppressions = {{{"a.cc", 7, 20}, "async-blocking-call", 7, 7}};
  EXPECT_EQ(unused(made), 0u);
  made.suppressions = {{{"a.cc", 8, 20}, "async-blocking-call", 8, 8}};
  EXPECT_EQ(unused(made), 1u);
  EXPECT_EQ(unused(made, {"async-blocking-call"}), 0u);
  made.suppressions[0].used = true;
  EXPECT_EQ(unused(made), 0u);
  made.suppressions = {{{"a.cc", 8, 20}, "async-sync-wait", 8, 8}};
  EXPECT_EQ(unused(made), 0u) << "a check that is off";
  made.suppressions = {{{"a.cc", 8, 20}, "", 8, 8}, {{"a.cc", 9, 20}, "bugprone-x", 9, 9}};
  EXPECT_EQ(unused(made), 0u) << "not ours to say";
  made.suppressions = {{{"a.cc", 8, 20}, "async-blocking-call, async-unused-suppression", 8, 8}};
  EXPECT_EQ(unused(made), 0u);
}

TEST(Judge, GlobsAreThoseOfClangTidy) {
  EXPECT_TRUE(globs_match("async-*", "async-sync-wait"));
  EXPECT_TRUE(globs_match("*,-async-*,async-sync-wait", "async-sync-wait"));
  EXPECT_FALSE(globs_match("*,-async-*", "async-sync-wait"));
  EXPECT_FALSE(globs_match(" ", "async-sync-wait"));
}

}  // namespace
}  // namespace unblock::lint
