#include "lint/driver/outcome.h"

#include <gtest/gtest.h>

namespace unblock::lint {
namespace {

LintFinding finding(const std::string& file, unsigned line, bool incomplete = false) {
  LintFinding found;
  found.finding.check = "async-x";
  found.finding.location = {file, line, 1};
  found.finding.incomplete = incomplete;
  return found;
}

FileResult result(const std::string& file, std::vector<LintFinding> findings) {
  FileResult made;
  made.file = file;
  made.findings = std::move(findings);
  return made;
}

std::vector<std::string> files_in_order(bool at_once) {
  std::vector<std::string> handed_on;
  Gatherer gatherer(3, at_once, [&](const FileResult& each) { handed_on.push_back(each.file); });
  gatherer.add(2, result("c.cc", {}));
  gatherer.add(0, result("a.cc", {}));
  gatherer.add(1, result("b.cc", {}));
  gatherer.finish(0);
  return handed_on;
}

TEST(Gatherer, HandsOnInTheOrderOfTheFiles) { EXPECT_EQ(files_in_order(false), (std::vector<std::string>{"a.cc", "b.cc", "c.cc"})); }

TEST(Gatherer, HandsOnAtOnceForATerminal) { EXPECT_EQ(files_in_order(true), (std::vector<std::string>{"c.cc", "a.cc", "b.cc"})); }

TEST(Gatherer, HandsOnWhatComesAfterAGapAtTheEnd) {
  std::vector<std::string> handed_on;
  Gatherer gatherer(3, false, [&](const FileResult& each) { handed_on.push_back(each.file); });
  gatherer.add(2, result("c.cc", {}));
  EXPECT_TRUE(handed_on.empty());
  const Outcome outcome = gatherer.finish(2);
  EXPECT_EQ(handed_on, (std::vector<std::string>{"c.cc"}));
  EXPECT_EQ(outcome.done, 1u);
  EXPECT_EQ(outcome.files, 3u);
  EXPECT_EQ(outcome.signal, 2);
}

TEST(Gatherer, KeepsAFindingOnceAndBelievesTheFileThatCompiles) {
  std::size_t printed = 0;
  Gatherer gatherer(2, false, [&](const FileResult& each) { printed += each.findings.size(); });
  gatherer.add(0, result("a.cc", {finding("z.h", 7, true), finding("a.cc", 1, true)}));
  gatherer.add(1, result("b.cc", {finding("z.h", 7, false)}));
  const Outcome outcome = gatherer.finish(0);
  EXPECT_EQ(printed, 2u);
  ASSERT_EQ(outcome.findings.size(), 2u);
  EXPECT_EQ(outcome.findings[0].finding.location.file, "a.cc");
  EXPECT_TRUE(outcome.findings[0].finding.incomplete);
  EXPECT_FALSE(outcome.findings[1].finding.incomplete);
}

TEST(Gatherer, SortsWhatWasNotReadAndWhatWasNotReadWhole) {
  Gatherer gatherer(3, true, [](const FileResult&) {});
  FileResult broken = result("b.cc", {});
  broken.error_count = 2;
  FileResult unread = result("a.cc", {});
  unread.unread = "it crashed";
  gatherer.add(0, broken);
  gatherer.add(1, unread);
  const Outcome outcome = gatherer.finish(0);
  ASSERT_EQ(outcome.incomplete.size(), 1u);
  EXPECT_EQ(outcome.incomplete[0].file, "b.cc");
  ASSERT_EQ(outcome.unread.size(), 1u);
  EXPECT_EQ(outcome.unread[0].file, "a.cc");
}

}  // namespace
}  // namespace unblock::lint
