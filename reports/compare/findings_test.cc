// New, fixed, unchanged: two files of one tool, and what must not be taken for fixed.
#include "reports/compare/findings.h"

#include <gtest/gtest.h>

#include "reports/model/error.h"

namespace unblock::reports::compare {
namespace {

Finding finding_at(const std::string& file, const std::string& code, unsigned line = 10) {
  Finding finding;
  finding.check = "async-blocking-call";
  finding.message = "it blocks";
  finding.location = {file, line, 1};
  finding.source = {code};
  finding.source_first_line = line;
  return finding;
}

Findings findings_of(const std::string& source, std::vector<Finding> list, const std::string& tool = "unblock-lint") {
  Findings findings;
  findings.source = source;
  findings.tool = tool;
  findings.findings = std::move(list);
  return findings;
}

const Findings kBase = findings_of("old.sarif", {finding_at("a.cc", "fsync(fd);"), finding_at("a.cc", "sleep(1);", 20), finding_at("b.cc", "flock(fd, 1);")});

TEST(FindingsCompared, AreNewFixedOrUnchangedWhereverTheyMoved) {
  const Findings now = compare_findings(kBase, findings_of("new.sarif", {finding_at("a.cc", "fsync(fd);", 77), finding_at("c.cc", "read(fd);")}));
  EXPECT_EQ(now.findings[0].baseline_state, "unchanged");
  EXPECT_EQ(now.findings[1].baseline_state, "new");
  ASSERT_EQ(now.base->fixed.size(), 2u);
  EXPECT_EQ(now.base->fixed[0].location.line, 20u);
  EXPECT_EQ(findings_headline(now), "1 new finding, 2 fixed, 1 unchanged");
  EXPECT_TRUE(findings_notes(now).empty());
}

TEST(FindingsCompared, TheSecondOfTwoEqualLinesIsAFindingOfItsOwn) {
  const Findings now = compare_findings(kBase, findings_of("new.sarif", {finding_at("a.cc", "sleep(1);", 20), finding_at("a.cc", "sleep(1);", 21)}));
  EXPECT_EQ(now.findings[0].baseline_state, "unchanged");
  EXPECT_EQ(now.findings[1].baseline_state, "new");
}

TEST(FindingsCompared, WhatWasNotReadIsNotFixed) {
  Findings now = findings_of("new.sarif", {});
  now.failed_files = {"a.cc"};
  now = compare_findings(kBase, now);
  EXPECT_EQ(now.base->fixed.size(), 1u);
  EXPECT_EQ(now.base->unknown.size(), 2u);
  EXPECT_EQ(findings_headline(now), "0 new findings, 1 fixed, 0 unchanged, 2 not known");
  EXPECT_EQ(findings_notes(now).size(), 1u);
}

TEST(FindingsCompared, ARunThatFailedFixedNothing) {
  Findings now = findings_of("new.sarif", {});
  now.failures = {"it crashed"};
  EXPECT_TRUE(compare_findings(kBase, now).base->fixed.empty());
}

TEST(FindingsCompared, AnotherVersionAndFilesMissedBeforeAreTold) {
  Findings base = kBase, now = findings_of("new.sarif", {finding_at("z.cc", "poll();")});
  base.tool_version = "1.0";
  now.tool_version = "1.1";
  base.failed_files = {"z.cc"};
  const std::vector<std::string> notes = findings_notes(compare_findings(base, now));
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_EQ(notes[0], "unblock-lint was of version '1.0' before and is of '1.1' now: a new finding may come from a new check.");
  EXPECT_EQ(notes[1], "Not everything was read for 'old.sarif': what is found in the rest counts as new.");
}

TEST(FindingsCompared, AFileThatRepeatsAnEarlierOneTakesItsPlace) {
  const std::vector<Findings> shown = compare_repeated({kBase, findings_of("other.sarif", {finding_at("x.cc", "wait();")}), findings_of("new.sarif", {finding_at("b.cc", "flock(fd, 1);")})});
  ASSERT_EQ(shown.size(), 2u);
  EXPECT_EQ(shown[0].source, "other.sarif");
  EXPECT_FALSE(shown[0].base.has_value());
  EXPECT_EQ(shown[1].base->source, "old.sarif");
}

TEST(FindingsCompared, TwoToolsAreNotCompared) {
  const std::vector<Findings> shown = compare_repeated({kBase, findings_of("tidy.sarif", kBase.findings, "clang-tidy")});
  EXPECT_EQ(shown.size(), 2u);
  EXPECT_THROW(compare_with({kBase}, {findings_of("tidy.sarif", kBase.findings, "clang-tidy")}), InputError);
}

TEST(FindingsCompared, ANamedBaselineCountsWithNothingInCommon) {
  const std::vector<Findings> shown = compare_with({kBase}, {findings_of("new.sarif", {})});
  EXPECT_EQ(findings_headline(shown[0]), "0 new findings, 3 fixed, 0 unchanged");
}

}  // namespace
}  // namespace unblock::reports::compare
