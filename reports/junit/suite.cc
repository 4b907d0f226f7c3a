#include "reports/junit/suite.h"

#include <fmt/format.h>

namespace unblock::reports::junit {
namespace {

using text::Markup;

Markup suite_xml(const Suite& suite) {
  Markup out;
  out.open("testsuite", {{"name", suite.name}, {"tests", std::to_string(suite.tests)}, {"failures", std::to_string(suite.failures)}, {"errors", std::to_string(suite.errors)}, {"skipped", std::to_string(suite.skipped)}, {"time", fmt::format("{:.3g}", suite.time_s)}, text::optional_attribute("timestamp", suite.timestamp)});
  out.line().add(suite.cases);
  if (!suite.said.empty()) out.element("system-out", suite.said).line();
  return out.close("testsuite").line();
}

}  // namespace

void Suite::failure(Markup& inside, const std::string& message, const std::string& type, const std::string& text) {
  inside.element("failure", {{"message", message}, {"type", type}}, text);
  ++failures;
}

void Suite::error(Markup& inside, const std::string& message, const std::string& type, const std::string& text) {
  inside.element("error", {{"message", message}, {"type", type}}, text);
  ++errors;
}

void Suite::skip(Markup& inside, const std::string& message) {
  inside.empty("skipped", {{"message", message}});
  ++skipped;
}

void Suite::add(const std::string& class_name, const std::string& case_name, double seconds, const Markup& inside, const std::string& file) {
  ++tests;
  cases.open("testcase", {{"classname", class_name}, {"name", case_name}, {"time", fmt::format("{:.9f}", seconds)}, text::optional_attribute("file", file)});
  cases.add(inside).close("testcase").line();
}

std::string document(std::span<const Suite> suites) {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  Markup inside;
  for (const Suite& suite : suites) {
    inside.add(suite_xml(suite));
    tests += suite.tests;
    failures += suite.failures;
    errors += suite.errors;
    skipped += suite.skipped;
  }
  Markup out;
  out.trusted("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  out.open("testsuites", {{"name", "unblock"}, {"tests", std::to_string(tests)}, {"failures", std::to_string(failures)}, {"errors", std::to_string(errors)}, {"skipped", std::to_string(skipped)}});
  return out.line().add(inside).close("testsuites").line().str();
}

}  // namespace unblock::reports::junit
