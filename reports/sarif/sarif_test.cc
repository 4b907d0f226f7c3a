// SARIF of ours reads back the same; SARIF of others is understood as far as it can be shown.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "reports/model/error.h"
#include "reports/sarif/reader.h"
#include "reports/sarif/source_lines.h"
#include "reports/sarif/uri.h"
#include "reports/sarif/writer.h"

namespace unblock::reports::sarif {
namespace {

Findings small_findings() {
  Finding finding;
  finding.check = "async-blocking-call";
  finding.message = "'read' blocks";
  finding.location = {"src/a b.cc", 12, 3};
  finding.chain = {{{"src/a b.cc", 5, 1}, "runs on the loop"}, {{"/usr/include/x.h", 9, 2}, "calls read"}};
  finding.chain[0].source = {"void f() {", "  g();"};
  finding.chain[0].source_first_line = 5;
  finding.instead = "co_await async_read(...)";
  finding.fix = {{{"src/a b.cc", 12, 3}, {"src/a b.cc", 12, 7}, "co_await async_read"}, {{"src/other.cc", 1, 1}, {"src/other.cc", 1, 1}, "#include <x>\n"}};
  finding.incomplete = true;
  finding.baseline_state = "new";
  finding.source = {"", "  read(fd, p, n);"};
  finding.source_first_line = 11;
  Findings findings;
  findings.tool = "unblock-lint";
  findings.tool_version = "0.1.0";
  findings.rules = {{"async-blocking-call", "A call blocks.", "# async-blocking-call\n", Severity::error, "https://example.org/async-blocking-call"}};
  findings.findings = {finding};
  findings.failed_files = {"src/broken.cc"};
  findings.incomplete_files = {"src/half.cc"};
  return findings;
}

TEST(Sarif, ReadsBackTheSame) {
  Findings findings = small_findings();
  const Findings back = read(write(findings), "x.sarif");
  ASSERT_EQ(back.findings.size(), 1u);
  EXPECT_FALSE(back.findings[0].fingerprint.empty());
  findings.findings[0].fingerprint = back.findings[0].fingerprint;
  EXPECT_EQ(back.findings, findings.findings);
  EXPECT_EQ(back.rules, findings.rules);
  EXPECT_EQ(back.failed_files, findings.failed_files);
  EXPECT_EQ(back.incomplete_files, findings.incomplete_files);
  EXPECT_EQ(back.tool_version, "0.1.0");
}

TEST(Sarif, FingerprintSurvivesShiftedLinesAndNewIndentation) {
  const Findings before = small_findings();
  Findings after = before;
  after.findings[0].location.line += 40;
  after.findings[0].source_first_line += 40;
  after.findings[0].source[1] = "      read(fd, p, n);";
  EXPECT_EQ(read(write(before), "x").findings[0].fingerprint, read(write(after), "x").findings[0].fingerprint);
  after.findings[0].source[1] = "read(fd, q, n);";
  EXPECT_NE(read(write(before), "x").findings[0].fingerprint, read(write(after), "x").findings[0].fingerprint);
}

TEST(Sarif, EqualLinesHaveDifferentFingerprints) {
  Findings findings = small_findings();
  findings.findings.push_back(findings.findings[0]);
  const Findings back = read(write(findings), "x");
  EXPECT_NE(back.findings[0].fingerprint, back.findings[1].fingerprint);
}

TEST(ForeignSarif, RulesByIndexMessagesByIdAndRelatedLocations) {
  const Findings findings = read(R"({"version": "2.1.0", "runs": [{
    "tool": {"driver": {"name": "other", "rules": [{"id": "R1", "messageStrings": {"m": {"text": "{0} is bad"}},
                                                    "defaultConfiguration": {"level": "error"}}]}},
    "artifacts": [{"location": {"uri": "file:///a%20b.c"}}],
    "results": [{"ruleIndex": 0, "message": {"id": "m", "arguments": ["x"]},
                 "locations": [{"physicalLocation": {"artifactLocation": {"index": 0}, "region": {"startLine": 3}}}],
                 "relatedLocations": [{"message": {"text": "declared here"}}]},
                {"ruleId": "R1", "kind": "pass", "message": {"text": "fine"}},
                {"ruleId": "R1", "suppressions": [{"kind": "inSource"}], "message": {"text": "known"}},
                {"message": {}}, 7]}]})",
                                 "x");
  ASSERT_EQ(findings.findings.size(), 2u);
  EXPECT_EQ(findings.tool, "other");
  EXPECT_EQ(findings.findings[0].check, "R1");
  EXPECT_EQ(findings.findings[0].message, "x is bad");
  EXPECT_EQ(findings.findings[0].severity, Severity::error);
  EXPECT_EQ(findings.findings[0].location, (Location{"/a b.c", 3, 0}));
  EXPECT_EQ(findings.findings[0].chain[0].message, "declared here");
}

TEST(BrokenSarif, OneSentenceEach) {
  const auto sentence = [](std::string_view text) -> std::string {
    try {
      read(text, "x.sarif");
    } catch (const InputError& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_EQ(sentence("{}"), "cannot read 'x.sarif': it is JSON, but not SARIF (no \"runs\")");
  EXPECT_EQ(sentence(R"({"version": "1.0.0", "runs": []})"), "cannot read 'x.sarif': SARIF 1.0.0 is not known, only 2.1.0");
  EXPECT_EQ(sentence("{\"runs\": [{"), "cannot read 'x.sarif': cut off at line 1, the JSON ends in the middle");
  EXPECT_EQ(sentence(R"({"runs": [3, {"results": 5, "tool": []}]})"), "no error");
}

TEST(SourceLines, AreReadAroundFindingsAndSteps) {
  const std::string folder = ::testing::TempDir() + "source_lines";
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/a.cc") << "one\ntwo\nthree\nfour\nfive\nsix\n";
  Findings findings;
  findings.findings.resize(1);
  findings.findings[0].location = {"a.cc", 4, 1};
  findings.findings[0].chain = {{{"a.cc", 1, 1}, "first"}, {{"a.cc", 99, 1}, "beyond the end"}};
  add_source_lines(findings, folder);
  EXPECT_EQ(findings.findings[0].source, (std::vector<std::string>{"two", "three", "four", "five", "six"}));
  EXPECT_EQ(findings.findings[0].source_first_line, 2u);
  EXPECT_EQ(findings.findings[0].chain[0].source, (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_TRUE(findings.findings[0].chain[1].source.empty());
}

TEST(SourceLines, NothingOutsideTheFolderIsRead) {
  const std::string folder = ::testing::TempDir() + "source_lines_closed/inside";
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/../secret") << "secret\n";
  std::filesystem::remove(folder + "/link");
  std::filesystem::create_symlink("../secret", folder + "/link");
  for (const char* name : {"../secret", "/etc/passwd", "link", "/dev/zero", "."}) {
    Findings findings;
    findings.findings.resize(1);
    findings.findings[0].location = {name, 1, 1};
    add_source_lines(findings, folder);
    EXPECT_TRUE(findings.findings[0].source.empty()) << name;
  }
}

TEST(SourceLines, OnlyFilesThatAreAllowedAreReadWhereverTheyLie) {
  const std::string folder = std::filesystem::canonical(::testing::TempDir()).string() + "/source_lines_allowed";
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/tracked.cc") << "ours\n";
  std::ofstream(folder + "/notes.txt") << "private\n";
  std::filesystem::remove(folder + "/link.cc");
  std::filesystem::create_symlink("notes.txt", folder + "/link.cc");
  const auto read = [&](const std::string& name, std::size_t& withheld) {
    Findings findings;
    findings.findings.resize(1);
    findings.findings[0].location = {name, 1, 1};
    withheld = add_source_lines(findings, folder, {folder + "/tracked.cc", folder + "/link.cc"});
    return findings.findings[0].source;
  };
  std::size_t withheld = 0;
  EXPECT_EQ(read("tracked.cc", withheld), std::vector<std::string>{"ours"});
  EXPECT_EQ(withheld, 0u);
  for (const char* name : {"notes.txt", "link.cc", "/etc/passwd"}) {
    EXPECT_TRUE(read(name, withheld).empty()) << name;
    EXPECT_EQ(withheld, 1u) << name;
  }
  EXPECT_TRUE(read("missing.cc", withheld).empty());
  EXPECT_EQ(withheld, 0u);
}

TEST(Reader, TooManyFindingsAreRefusedWhileTheyAreRead) {
  const auto with = [](std::size_t findings) {
    std::string text = R"({"runs": [{"results": [{})";
    for (std::size_t i = 1; i < findings; ++i) text += ",{}";
    return text + "]}]}";
  };
  EXPECT_EQ(read(with(kMostFindings), "x.sarif").findings.size(), kMostFindings);
  EXPECT_THROW(read(with(kMostFindings + 1), "x.sarif"), InputError);
}

TEST(Uri, PathsThereAndBack) {
  for (const char* path : {"a b/c.cc", "/abs/ö#?.cc", "C:\\x.cc", "100%.cc"}) EXPECT_EQ(path_of(uri_of(path)), path);
  EXPECT_EQ(uri_of("/a b"), "file:///a%20b");
  EXPECT_EQ(path_of("a%2"), "a%2");
}

Findings read_results(const std::string& results, const std::string& rest = "") {
  return read(R"({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "toolx"}}, "results": [)" + results + "]" + rest + "}]}", "x.sarif");
}

TEST(ForeignSarif, WhatIsNotKnownToBeFineStays) {
  EXPECT_EQ(read_results(R"({"ruleId": "A", "kind": "FAIL", "level": "ERROR", "message": {"text": "x"}}, {"ruleId": "B", "kind": "violation"},
                            {"ruleId": "C", "kind": "pass"}, {"ruleId": "D", "kind": "notApplicable"})")
                .findings.size(),
            2u);
  EXPECT_EQ(read_results(R"({"ruleId": "A", "level": "ERROR"})").findings[0].severity, Severity::error);
}

TEST(ForeignSarif, AFailedRunIsSaid) {
  const Findings failed = read_results("", R"(, "invocations": [{"executionSuccessful": false, "exitCode": 2,
      "toolExecutionNotifications": [{"level": "error", "message": {"text": "a header is missing"}}]}])");
  ASSERT_EQ(failed.failures.size(), 1u);
  EXPECT_EQ(failed.failures[0], "toolx did not end well (exit code 2): a header is missing");
  EXPECT_TRUE(read_results("", R"(, "invocations": [{"executionSuccessful": true}])").failures.empty());
}

TEST(ForeignSarif, BasesOfPathsAreResolved) {
  const std::string at = R"({"locations": [{"physicalLocation": {"artifactLocation": {"uri": "x.cc", "uriBaseId": "SRC"}}}]})";
  const Findings found = read_results(at, R"(, "originalUriBaseIds": {"ROOT": {"uri": "file:///proj/"}, "SRC": {"uri": "sub", "uriBaseId": "ROOT"}})");
  EXPECT_EQ(found.findings[0].location.file, "/proj/sub/x.cc");
  const Findings circle = read_results(at, R"(, "originalUriBaseIds": {"SRC": {"uri": "a/", "uriBaseId": "SRC"}})");
  EXPECT_TRUE(circle.findings[0].location.file.ends_with("a/x.cc"));
}

TEST(ForeignSarif, LinksToRelatedLocationsAreTheirWords) {
  EXPECT_EQ(read_results(R"({"message": {"text": "[this value](1) flows to [a sink](2), array[0](x) stays"}})").findings[0].message,
            "this value flows to a sink, array[0](x) stays");
}

TEST(Uris, ADriveHasNoSlashBeforeIt) {
  EXPECT_EQ(path_of("file:///C:/src/x.cc"), "C:/src/x.cc");
  EXPECT_EQ(path_of("file:///home/x.cc"), "/home/x.cc");
}

}  // namespace
}  // namespace unblock::reports::sarif
