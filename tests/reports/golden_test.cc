// One golden file per format. tests/reports/bless writes them anew; read the difference before committing it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "reports/cli/formats.h"
#include "reports/file.h"
#include "tests/reports/sample.h"

namespace unblock::reports {
namespace {

/// The page without its style sheet and script, which are sources of their own.
std::string without_embedded(std::string text) {
  for (const char* tag : {"style", "script"}) {
    const std::string open = std::string("<") + tag + ">", close = std::string("</") + tag + ">";
    const std::size_t begin = text.find(open), end = text.find(close);
    if (begin != std::string::npos && end != std::string::npos) text.erase(begin, end + close.size() - begin + 1);
  }
  return text;
}

class Golden : public ::testing::TestWithParam<std::string> {};

TEST_P(Golden, IsWhatTheSampleGives) {
  const cli::Format& format = cli::find_format(GetParam(), "");
  Report report = reports::testing::sample_report();
  if (GetParam() == "json") report.runs.erase(report.runs.begin());
  const std::string written = without_embedded(format.write(report));
  const std::string path = std::string(UNBLOCK_GOLDEN) + "/sample." + GetParam();
  if (std::getenv("UNBLOCK_BLESS") != nullptr) write_file(path, written);
  const std::string golden = read_file(path);
  const auto at = std::mismatch(golden.begin(), golden.end(), written.begin(), written.end()).first - golden.begin();
  EXPECT_TRUE(golden == written) << path << " differs from byte " << at << " on:\n"
                                 << written.substr(static_cast<std::size_t>(at), 200);
}

INSTANTIATE_TEST_SUITE_P(Formats, Golden, ::testing::Values("html", "markdown", "junit", "csv", "sarif", "json"),
                         [](const auto& format) { return format.param; });

TEST(GoldenFiles, ThereIsOneForEveryFormat) {
  for (const cli::Format& format : cli::formats()) {
    EXPECT_NO_THROW(read_file(std::string(UNBLOCK_GOLDEN) + "/sample." + std::string(format.name)));
  }
}

}  // namespace
}  // namespace unblock::reports
