// Children that end well, badly, late, loudly or not at all.
#include "bench/process/process.h"

#include <gtest/gtest.h>

namespace unblock::bench {
namespace {

Outcome shell(const std::string& script, std::chrono::milliseconds deadline = std::chrono::seconds(20)) {
  Command command;
  command.arguments = {"/bin/sh", "-c", script};
  command.keep_stdout = true;
  command.deadline = deadline;
  return run(command);
}

TEST(Process, KeepsOutputComplaintsAndExitCode) {
  const Outcome outcome = shell("echo out; echo one >&2; echo two >&2; exit 3");
  EXPECT_EQ(outcome.end, Outcome::End::exited);
  EXPECT_EQ(outcome.code, 3);
  EXPECT_EQ(outcome.output, "out\n");
  EXPECT_EQ(outcome.last_words(), "two");
  EXPECT_EQ(outcome.describe(), "ended with exit code 3");
}

TEST(Process, SaysBySignalItDied) {
  const Outcome outcome = shell("kill -SEGV $$");
  EXPECT_EQ(outcome.end, Outcome::End::signalled);
  EXPECT_NE(outcome.describe().find("signal 11"), std::string::npos);
}

TEST(Process, KillsWhatDoesNotEndWithEverythingItStarted) {
  const Outcome outcome = shell("sleep 1000 & sleep 1000", std::chrono::milliseconds(200));
  EXPECT_EQ(outcome.end, Outcome::End::timed_out);
}

TEST(Process, SaysWhyItCouldNotBeStarted) {
  Command command;
  command.arguments = {"/nonexistent/program"};
  const Outcome outcome = run(command);
  EXPECT_EQ(outcome.end, Outcome::End::not_started);
  EXPECT_EQ(outcome.describe(), "could not be started: No such file or directory");
}

TEST(Process, IsNotStoppedByAFloodOfOutput) {
  const Outcome outcome = shell("head -c 50000000 /dev/zero; head -c 5000000 /dev/zero >&2");
  EXPECT_TRUE(outcome.ok());
  EXPECT_LE(outcome.output.size(), 16u << 20);
  EXPECT_LE(outcome.complaints.size(), 4096u);
}

TEST(Process, TheLastWordsAreNotWhatEveryWorkerSaysAtItsStart) {
  Outcome outcome;
  outcome.complaints = "cannot open the ring\n\n***WARNING*** Library was built as DEBUG. Timings may be affected.\n";
  EXPECT_EQ(outcome.last_words(), "cannot open the ring");
}

TEST(Process, TheLastWordsOfATracebackAreTheError) {
  Outcome outcome;
  outcome.complaints = "Traceback (most recent call last):\n  File \"main.py\", line 3, in <module>\n    int('x')\nValueError: no number\n";
  EXPECT_EQ(outcome.last_words(), "ValueError: no number");
  outcome.complaints = "  | Traceback (most recent call last):\n  |   File \"main.py\", line 3\n  | KeyError: 'port'\n  +------------------------------------\n";
  EXPECT_EQ(outcome.last_words(), "KeyError: 'port'");
  outcome.complaints = "main.mjs:3\n  throw new Error('x')\n  ^\n\nError: no number\n    at f (main.mjs:3:9)\n    at main.mjs:9:1\n\nNode.js v18.20.4\n";
  EXPECT_EQ(outcome.last_words(), "Error: no number");
  outcome.complaints = "at least one file is missing\n";
  EXPECT_EQ(outcome.last_words(), "at least one file is missing");
}

TEST(Process, EndsAFileThatGrowsWithoutBound) {
  Command command;
  command.arguments = {"/bin/sh", "-c", "f=$(mktemp); trap 'rm -f $f' EXIT; head -c 3000000 /dev/zero > $f"};
  command.largest_file_bytes = 1'000'000;
  EXPECT_FALSE(run(command).ok());
}

}  // namespace
}  // namespace unblock::bench
