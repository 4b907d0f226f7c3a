// JUnit as Jenkins and GitLab read it: one case per judged number. Slower is a failure, a broken candidate an error,
// undecided is skipped unless the user takes it as slower.
#include <fmt/format.h>

#include "bench/gate/formats/phrases.h"
#include "bench/gate/formats/writers.h"

namespace unblock::bench::gate {
namespace {

/// XML 1.0 has no words for most control characters, not even escaped ones.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      case '\n': result += "&#10;"; break;
      default: result += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return result;
}

struct Cases {
  std::string xml;
  int tests = 0, failures = 0, errors = 0, skipped = 0;

  void add(const std::string& name, const std::string& inner) {
    xml += fmt::format("  <testcase classname=\"unblock.gate\" name=\"{}\">{}</testcase>\n", escaped(name), inner);
    ++tests;
  }
};

std::string details(const MetricResult& metric) {
  if (!metric.by_evidence()) return metric.count.reason;
  return fmt::format("{} -> {}, change {}, interval {}, {} blocks, finds {}", value_text(metric, metric.baseline), value_text(metric, metric.candidate),
                     change_text(metric.log_ratio), interval_text(metric), metric.blocks, finds_text(metric));
}

void add_metric(Cases& cases, const std::string& name, const MetricResult& metric, Undecided undecided) {
  const bool fails = metric.fails() || (metric.undecided() && undecided == Undecided::is_slower);
  if (fails) {
    ++cases.failures;
    cases.add(name, fmt::format("<failure message=\"{}\">{}</failure>", escaped(verdict_text(metric)), escaped(details(metric))));
  } else if (metric.undecided() && undecided == Undecided::stays) {
    ++cases.skipped;
    cases.add(name, fmt::format("<skipped message=\"{}\"/>", escaped(verdict_text(metric))));
  } else {
    cases.add(name, fmt::format("<system-out>{}: {}</system-out>", escaped(verdict_text(metric)), escaped(details(metric))));
  }
}

}  // namespace

std::string junit(const GateResult& result, Undecided undecided) {
  Cases cases;
  for (const BenchmarkResult& benchmark : result.benchmarks) {
    if (benchmark.state == BenchmarkResult::State::broken) {
      ++cases.errors;
      cases.add(benchmark.name, fmt::format("<error message=\"{}\"/>", escaped(benchmark.problem)));
    } else if (benchmark.state == BenchmarkResult::State::left_out) {
      ++cases.skipped;
      cases.add(benchmark.name, fmt::format("<skipped message=\"{}\"/>", escaped(benchmark.problem)));
    } else {
      for (const MetricResult& metric : benchmark.metrics) {
        add_metric(cases, benchmark.name + (metric.metric == "real_time" ? "" : " " + metric.metric), metric, undecided);
      }
    }
  }
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n <testsuite name=\"unblock gate\" tests=\"{}\" failures=\"{}\" errors=\"{}\" "
                     "skipped=\"{}\" time=\"{:.1f}\" timestamp=\"{}\">\n{}  <system-out>{}</system-out>\n </testsuite>\n</testsuites>\n",
                     cases.tests, cases.failures, cases.errors, cases.skipped, result.spent_s, escaped(result.date.substr(0, 19)), cases.xml,
                     escaped(headline(result, undecided)));
}

}  // namespace unblock::bench::gate
