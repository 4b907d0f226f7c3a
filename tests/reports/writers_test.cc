// The rules that the golden files cannot show: what holds for any input.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "reports/compare/stored.h"
#include "reports/csv/writer.h"
#include "reports/html/axis.h"
#include "reports/html/guide.h"
#include "reports/html/markdown.h"
#include "reports/html/page.h"
#include "reports/html/palette.h"
#include "reports/junit/writer.h"
#include "reports/markdown/writer.h"
#include "reports/sarif/writer.h"
#include "reports/summary/groups.h"
#include "reports/summary/latency.h"
#include "reports/summary/sentences.h"
#include "reports/text/clean.h"
#include "reports/text/markup.h"
#include "reports/text/nearest.h"
#include "reports/text/quantity.h"
#include "tests/reports/sample.h"

namespace unblock::reports {
namespace {

using text::Unit;

TEST(Quantity, HasThreeDigitsThatCount) {
  EXPECT_EQ(text::quantity(812, Unit::nanoseconds), "812 ns");
  EXPECT_EQ(text::quantity(5000, Unit::nanoseconds), "5.00 µs");
  EXPECT_EQ(text::quantity(999.7e3, Unit::nanoseconds), "1.00 ms");
  EXPECT_EQ(text::quantity(1.23456e10, Unit::nanoseconds), "12.3 s");
  EXPECT_EQ(text::quantity(1340, Unit::bytes), "1.34 kB");
  EXPECT_EQ(text::quantity(3.0125, Unit::plain), "3.01");
  EXPECT_EQ(text::quantity(NAN, Unit::bytes), "–");
  EXPECT_EQ(text::tick(5000, Unit::nanoseconds), "5 µs");
  EXPECT_EQ(text::tick(0, Unit::nanoseconds), "0");
  EXPECT_EQ(text::count(-1234567), "-1,234,567");
  EXPECT_EQ(text::factor(811.6), "812");
}

TEST(Clean, LeavesNothingThatHidesOrBreaks) {
  EXPECT_EQ(text::clean("a\x01z\x7f"), "a\xEF\xBF\xBDz\xEF\xBF\xBD");
  EXPECT_EQ(text::clean("tab\tline\r\nend"), "tab\tline\nend");
  EXPECT_EQ(text::clean("bad \xff\xc0\xaf\xed\xa0\x80"), "bad " + [] {
    std::string marks;
    for (int i = 0; i < 6; ++i) marks += "\xEF\xBF\xBD";
    return marks; }());
  EXPECT_EQ(text::clean("if (a\xE2\x80\xAE) {"), "if (a[U+202E]) {");
  EXPECT_EQ(text::clean("ünïcödé 🚀"), "ünïcödé 🚀");
  EXPECT_EQ(text::shortened("aé", 2), "a…");
}

TEST(Markup, EscapesTextAndAttributes) {
  text::Markup out;
  out.element("a", {{"title", "\"><script>"}}, "<b>&'");
  EXPECT_EQ(out.str(), "<a title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;&#39;</a>");
}

TEST(Nearest, SuggestsOnlyWhatIsNear) {
  constexpr std::string_view kKnown[] = {"html", "markdown", "junit"};
  EXPECT_EQ(text::nearest("htlm", kKnown), "html");
  EXPECT_EQ(text::nearest("markdwon", kKnown), "markdown");
  EXPECT_EQ(text::nearest("powerpoint", kKnown), "");
}

TEST(MarkdownPages, AreDataToo) {
  const std::string out = html::markdown(
                              "# T\n\n<script>x</script> [a](javascript:x) [b](javascript&colon;x) ![c](http://d/e.png) "
                              "[f](https://g) [h](data:text/html,x)\n",
                              2)
                              .str();
  EXPECT_EQ(out.find("<script"), std::string::npos);
  EXPECT_EQ(out.find("href=\"javascript"), std::string::npos);
  EXPECT_EQ(out.find("<img"), std::string::npos);
  EXPECT_EQ(out.find("data:"), std::string::npos);
  EXPECT_NE(out.find("<a href=\"https://g\""), std::string::npos);
  EXPECT_NE(out.find("<h2>T</h2>"), std::string::npos);
}

TEST(Axis, TicksAreRoundAndInside) {
  const html::Axis linear(html::Axis::Scale::linear, 0, 47, 0, 100);
  EXPECT_EQ(linear.ticks(5), (std::vector<double>{0, 10, 20, 30, 40}));
  const html::Axis log(html::Axis::Scale::log, 3, 4000, 0, 100);
  EXPECT_EQ(log.ticks(5), (std::vector<double>{10, 100, 1000}));
  EXPECT_NEAR(html::Axis(html::Axis::Scale::log, 0, 0, 0, 100).at(5), 100 * std::log10(5), 1e-9);
  EXPECT_FALSE(html::Axis(html::Axis::Scale::linear, 3, 3, 0, 1).ticks(5).empty());
}

TEST(Palette, GivesARuntimeTheSameColourAlways) {
  EXPECT_EQ(html::series_for("asio").color, "#0072b2");
  EXPECT_EQ(html::series_for("somebody's").color, html::series_for("somebody's").color);
  EXPECT_NE(html::series_for("libuv").color, html::series_for("epoll").color);
}

TEST(Latency, QuantilesLieInTheirBuckets) {
  const std::vector<HistogramBucket> buckets = {{0, 10, 50}, {10, 20, 50}};
  EXPECT_EQ(summary::quantile(buckets, 0.25), 5);
  EXPECT_EQ(summary::quantile(buckets, 0.99), 19.8);
  EXPECT_EQ(summary::quantile({}, 0.5), 0);
}

TEST(Comparison, SaysThatTheMachinesDiffer) {
  reports::Run base = reports::testing::sample_base_run(), now = reports::testing::sample_run();
  EXPECT_FALSE(compare::compare_stored(base, now, {}).other_machine);
  now.environment["cpu"] = "Other CPU";
  EXPECT_TRUE(compare::compare_stored(base, now, {}).other_machine);
  EXPECT_NE(html::write({{base, now}, {}}).find("come from different machines"), std::string::npos);
}

TEST(Comparison, EveryFormatNamesWhatOneFileLacks) {
  Report report = {{reports::testing::sample_base_run(), reports::testing::sample_run()}, {}};
  report.runs[0].cells[0].name = "epoll/older";
  for (const std::string& text : {html::write(report), markdown::write(report), junit::write(report)}) {
    EXPECT_NE(text.find("epoll/older"), std::string::npos);
    EXPECT_NE(text.find("only in the baseline"), std::string::npos);
    EXPECT_NE(text.find("only in the candidate"), std::string::npos);
  }
}

TEST(Comparison, OneRepetitionFailsNobody) {
  Report report = {{reports::testing::sample_base_run(), reports::testing::sample_run()}, {}};
  for (reports::Run& run : report.runs) {
    for (Cell& cell : run.cells) {
      if (!cell.rounds.empty()) cell.rounds.resize(1);
    }
  }
  EXPECT_EQ(junit::write(report).find("type=\"slower\""), std::string::npos);
  EXPECT_EQ(html::write(report).find(">SLOWER<"), std::string::npos);
}

TEST(Labels, AreKeptInEveryFormat) {
  Report report = {{reports::testing::sample_run()}, {}};
  report.runs[0].cells[0].configuration["label"] = "with-LTO";
  for (const std::string& text : {html::write(report), markdown::write(report), junit::write(report), csv::write(report)}) {
    EXPECT_NE(text.find("with-LTO"), std::string::npos);
  }
}

TEST(FailedRun, PassesInNoFormat) {
  Findings findings;
  findings.tool = "toolx";
  findings.failures = {"toolx did not end well (exit code 2): header not found"};
  const Report report = {{}, {findings}};
  EXPECT_NE(junit::write(report).find("<error message=\"toolx did not end well"), std::string::npos);
  EXPECT_NE(sarif::write(report.findings).find("\"executionSuccessful\":false"), std::string::npos);
  EXPECT_NE(html::write(report).find("header not found"), std::string::npos);
  EXPECT_NE(markdown::write(report).find("header not found"), std::string::npos);
}

TEST(Page, NoIdRepeats) {
  Report report = {{reports::testing::sample_run()}, {reports::testing::sample_findings()}};
  report.findings[0].findings.push_back(report.findings[0].findings[0]);
  report.runs[0].cells[0].workload = "slee p";
  report.runs[0].cells[1].workload = "slee-p";
  const std::string page = html::write(report);
  std::set<std::string> ids;
  for (std::size_t at = 0; (at = page.find(" id=\"", at)) != std::string::npos; ++at) {
    const std::string id = page.substr(at + 5, page.find('"', at + 5) - at - 5);
    EXPECT_TRUE(ids.insert(id).second) << id;
  }
}

TEST(Sentences, AreMadeFromTheNumbers) {
  const reports::Run run = reports::testing::sample_run();
  const std::vector<summary::Workload> workloads = summary::workloads(run);
  ASSERT_EQ(workloads.size(), 3u);
  EXPECT_EQ(summary::sentence(*workloads[2].main_groups().front()),
            "epoll was fastest with 5.20 µs per operation; thread took 3.7 times as long; thread needed 3.8 times the memory of epoll.");
}

TEST(Withheld, TimesAreNeverShown) {
  Report report = {{reports::testing::sample_run()}, {}};
  for (Cell& cell : report.runs[0].cells) {
    if (cell.runtime == "asio_uring") cell.metrics["time_ns_per_op"] = {123456, 123456, 123456};
  }
  for (const std::string& text : {html::write(report), markdown::write(report), csv::write(report), junit::write(report)}) {
    EXPECT_EQ(text.find("123 µs"), std::string::npos);
    EXPECT_EQ(text.find("123456"), std::string::npos);
    EXPECT_NE(text.find("3,180 of the 3,200"), std::string::npos);
  }
}

TEST(MarkdownReport, FitsIntoACommentWhateverGoesIn) {
  Report report = reports::testing::large_report();
  for (int i = 0; i < 30; ++i) report.runs.push_back(report.runs[0]);
  for (Finding& finding : report.findings[0].findings) finding.message.append(5000, '<');
  EXPECT_LT(markdown::write(report).size(), markdown::kMostBytes);
  EXPECT_EQ(markdown::write(reports::testing::hostile_report()).find("<script"), std::string::npos);
}

TEST(Csv, DoesNotRunAsAFormula) {
  Report report = {{reports::testing::sample_run()}, {}};
  report.runs[0].cells.resize(1);
  report.runs[0].cells[0].name = "=HYPERLINK(\"x\")";
  EXPECT_NE(csv::write(report).find("\"'=HYPERLINK(\"\"x\"\")\""), std::string::npos);
}

TEST(Page, SurvivesValuesThatAreNoNumbers) {
  Report report = {{reports::testing::sample_run()}, {}};
  for (Cell& cell : report.runs[0].cells) {
    for (auto& [name, interval] : cell.metrics) interval = {-INFINITY, std::numeric_limits<double>::denorm_min(), INFINITY};
    for (Round& round : cell.rounds) round.real_time_ns = NAN;
    cell.latency = {{0, 0, std::numeric_limits<std::uint64_t>::max()}, {NAN, NAN, 3}};
    cell.spans = {{0, -1, INFINITY}};
  }
  const std::string page = html::write(report);
  EXPECT_NE(page.find("</html>"), std::string::npos);
  EXPECT_EQ(page.find("\"nan"), std::string::npos);
  EXPECT_EQ(page.find("\"inf"), std::string::npos);
}

TEST(Page, SaysSomethingAboutNothing) {
  EXPECT_NE(html::write({}).find("</html>"), std::string::npos);
  EXPECT_NE(html::write({{}, {Findings{}}}).find("Nothing waits in the wrong way"), std::string::npos);
  reports::Run empty;
  empty.cells.resize(1);
  empty.cells[0].name = "x";
  EXPECT_NE(html::write({{empty}, {}}).find("no runtime has a result"), std::string::npos);
}

TEST(Guide, EveryChapterHasItsIdeaAndItsPlace) {
  ASSERT_GE(html::chapters().size(), 16u);
  for (const html::Chapter& chapter : html::chapters()) {
    EXPECT_GT(chapter.idea.size(), 80u) << chapter.title;
    EXPECT_FALSE(chapter.workloads.empty() && chapter.checks.empty()) << chapter.title;
  }
  EXPECT_EQ(html::chapter_of_workload("gather")->id, "guide-gather");
  EXPECT_EQ(html::chapter_of_check("async-blocking-call")->id, "guide-blocking");
}

}  // namespace
}  // namespace unblock::reports
