// Results that were measured in different ways are refused, by name.
#include "reports/compare/settings.h"

#include <gtest/gtest.h>

#include "reports/compare/stored.h"
#include "reports/model/error.h"

namespace unblock::reports::compare {
namespace {

Run run_with(const std::string& source, std::map<std::string, std::string> settings) {
  Run run;
  run.source = source;
  run.settings = std::move(settings);
  return run;
}

const std::map<std::string, std::string> kQuick = {{"min_time_s", "0.03"}, {"keep_awake", "auto"}, {"rounds", "3"}, {"deadline_s", "20"}};

std::map<std::string, std::string> quick_and(const std::string& key, const std::string& value) {
  std::map<std::string, std::string> settings = kQuick;
  settings[key] = value;
  return settings;
}

TEST(Settings, WhatChangesTheWorkIsAMismatch) {
  const reports::Run base = run_with("a", kQuick);
  EXPECT_TRUE(mismatches(base, run_with("b", kQuick)).empty());
  EXPECT_EQ(mismatches(base, run_with("b", quick_and("min_time_s", "0.15"))), std::vector<std::string>{"seconds per round (--min-time) 0.03, then 0.15"});
  EXPECT_EQ(mismatches(base, run_with("b", quick_and("clients", "4"))), std::vector<std::string>{"--clients 1, then 4"});
  EXPECT_EQ(mismatches(base, run_with("b", quick_and("target", "http://h:1/"))), std::vector<std::string>{"target (--target) our own here, then a real server"});
}

TEST(Settings, HowLongAndHowOftenMayDiffer) {
  EXPECT_TRUE(mismatches(run_with("a", kQuick), run_with("b", quick_and("rounds", "10"))).empty());
  EXPECT_TRUE(mismatches(run_with("a", quick_and("target", "http://h:1/")), run_with("b", quick_and("target", "http://h:2/"))).empty());
}

TEST(Settings, AFileThatDoesNotTellIsNotRefused) {
  EXPECT_TRUE(mismatches(run_with("a", {}), run_with("b", quick_and("clients", "4"))).empty());
}

TEST(Settings, ADebugBuildIsNotComparedWithARelease) {
  reports::Run base = run_with("a", {}), now = run_with("b", {});
  base.environment["library_build_type"] = "release";
  now.environment["library_build_type"] = "debug";
  EXPECT_EQ(mismatches(base, now), std::vector<std::string>{"build release, then debug"});
}

TEST(Settings, TheJudgeRefusesInOneSentence) {
  try {
    compare_stored(run_with("old.json", kQuick), run_with("new.json", quick_and("keep_awake", "off")), {});
    FAIL() << "it was compared";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "cannot compare 'new.json' with 'old.json', which were measured with different settings: --keep-awake auto, then off; measure both in the same way");
  }
}

}  // namespace
}  // namespace unblock::reports::compare
