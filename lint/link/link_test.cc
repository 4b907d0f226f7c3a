// Units joined: chains, contexts and excuses that no single unit shows.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "lint/link/chains.h"
#include "lint/link/judge.h"
#include "lint/link/suppressions.h"

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
  for (const ChainFinding& finding : find_chains(*program, [](const facts::Wait&) { return true; })) found.push_back(finding.message);
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

TEST(Link, WhatLiesInOneMemberMayComeIntoAnother) {
  Function moves = function("swap", "b.cc");
  moves.stores = {{"Session::running", {{}, "Session::queued"}}};
  Function puts = function("start", "c.cc");
  puts.stores = {{"Session::queued", {{{"tick", true}}, ""}}};
  const Unit a = unit("a.cc", {coroutine("session", "a.cc", through("Session::running")), plain("tick", "a.cc", waiting("sleep"))});
  EXPECT_EQ(messages({a, unit("b.cc", {moves}), unit("c.cc", {puts})}).size(), 1u);
}

std::vector<Judged> judged(Unit made) {
  const auto program = link({&made});
  return judge(*program, {{"async-blocking-call", [](const facts::Wait&, const std::vector<std::string>&) { return true; }}});
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

TEST(Judge, GlobsAreThoseOfClangTidy) {
  EXPECT_TRUE(globs_match("async-*", "async-sync-wait"));
  EXPECT_TRUE(globs_match("*,-async-*,async-sync-wait", "async-sync-wait"));
  EXPECT_FALSE(globs_match("*,-async-*", "async-sync-wait"));
  EXPECT_FALSE(globs_match(" ", "async-sync-wait"));
}

}  // namespace
}  // namespace unblock::lint
