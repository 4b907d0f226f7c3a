#include "lint/driver/progress.h"

#include <gtest/gtest.h>

#include <sstream>

namespace unblock::lint {
namespace {

using std::chrono::seconds;

TEST(Progress, SaysASentenceNowAndThenWithoutATerminal) {
  std::chrono::steady_clock::time_point now{};
  std::ostringstream out;
  Progress progress(1000, ProgressKind::log, out, [&] { return now; });
  progress.done("a.cc", 1);
  now += seconds(29);
  progress.tick();
  EXPECT_EQ(out.str(), "");
  now += seconds(1);
  progress.tick();
  progress.tick();
  EXPECT_EQ(out.str(), "[1/1000] files after 30 s, 1 finding\n");
}

TEST(Progress, OverwritesItsLineOnATerminal) {
  std::ostringstream out;
  {
    Progress progress(2, ProgressKind::terminal, out);
    progress.done("a.cc", 0);
    progress.tick();
  }
  EXPECT_EQ(out.str(), "\r\033[K[1/2] a.cc\r\033[K");
}

TEST(Progress, CanBeSilent) {
  std::chrono::steady_clock::time_point now{};
  std::ostringstream out;
  Progress progress(2, ProgressKind::none, out, [&] { return now; });
  progress.done("a.cc", 0);
  now += seconds(100);
  progress.tick();
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace unblock::lint
