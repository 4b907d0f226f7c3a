// Children that end well, badly, late, loudly or not at all.
#include "bench/process/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <ctime>
#include <filesystem>
#include <fstream>

#include "bench/process/helper.h"
#include "bench/process/scratch_folder.h"
#include "bench/process/signals.h"

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

TEST(Process, IsNotStartedAfterASignalThatCameBetweenTwoProcesses) {
  catch_interrupts();
  ::raise(SIGTERM);
  const Outcome outcome = shell("echo it ran");
  forget_interrupts();
  EXPECT_EQ(outcome.end, Outcome::End::interrupted);
  EXPECT_EQ(outcome.output, "");
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

TEST(Process, EndsAChildThatFillsItsFolder) {
  const ScratchFolder scratch("test");
  Command command;
  command.folder = scratch.path();
  command.most_folder_bytes = 1'000'000;
  command.arguments = {"/bin/sh", "-c", "cd " + scratch.path() + "; head -c 900000 /dev/zero > a; head -c 900000 /dev/zero > b; exec sleep 1000"};
  const Outcome outcome = run(command);
  EXPECT_EQ(outcome.end, Outcome::End::overfull);
  EXPECT_EQ(outcome.describe(), "filled its folder for temporary files and was killed");
}

TEST(Process, StartsWithTheSignalsThatAProgramExpects) {
  ::signal(SIGPIPE, SIG_IGN);
  const Outcome outcome = shell("kill -PIPE $$; echo survived");
  ::signal(SIGPIPE, SIG_DFL);
  EXPECT_EQ(outcome.end, Outcome::End::signalled);
}

TEST(Process, ASignalThatAsksToEndEndsTheChild) {
  catch_interrupts();
  const Outcome outcome = shell("kill -HUP $PPID; sleep 1000");
  EXPECT_EQ(outcome.end, Outcome::End::interrupted);
  EXPECT_EQ(interrupting_signal(), SIGHUP);
  forget_interrupts();
}

TEST(Process, NoDescriptorLeftIsAnOutcome) {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{3, before.rlim_max};
  ::setrlimit(RLIMIT_NOFILE, &none);
  const Outcome outcome = shell("exit 0");
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(outcome.end, Outcome::End::not_started);
  EXPECT_EQ(outcome.code, EMFILE);
}

TEST(Helper, EndsWithItsOwner) {
  pid_t pid = -1;
  Pipe told;
  {
    Helper helper([&] {
      const pid_t mine = ::getpid();
      [[maybe_unused]] const ssize_t written = ::write(told.write.get(), &mine, sizeof(mine));
      ::pause();
    });
    ASSERT_EQ(::read(told.read.get(), &pid, sizeof(pid)), static_cast<ssize_t>(sizeof(pid)));
    EXPECT_TRUE(helper.running());
  }
  EXPECT_EQ(::kill(pid, 0), -1);
}

class ScratchFolders : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(::mkdtemp(parent_.data()), nullptr);
    ::setenv("TMPDIR", parent_.c_str(), 1);
  }
  void TearDown() override {
    ::unsetenv("TMPDIR");
    std::filesystem::remove_all(parent_);
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(parent_), std::filesystem::directory_iterator()));
  }
  /// As if the folder had been made two minutes ago.
  static void age(const std::string& folder) {
    const timespec old[2] = {{std::time(nullptr) - 120, 0}, {std::time(nullptr) - 120, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, folder.c_str(), old, 0), 0);
  }
  std::string parent_ = "/tmp/unblock-parent-XXXXXX";
};

TEST_F(ScratchFolders, GoAwayWithTheirOwnerAndWhatChildrenLeft) {
  {
    const ScratchFolder scratch("run");
    const ChildFolder child(scratch, "worker");
    std::filesystem::create_directories(child.path() + "/litter/deep");
    EXPECT_EQ(entries(), 1u);
  }
  EXPECT_EQ(entries(), 0u);
}

TEST_F(ScratchFolders, OfAKilledOwnerAreSweptAndOthersAreLeft) {
  std::filesystem::create_directories(parent_ + "/unblock-run-killed");
  std::ofstream(parent_ + "/unblock-run-killed/.owner").flush();
  const ScratchFolder living("run");
  age(parent_ + "/unblock-run-killed");
  age(living.path());
  const ScratchFolder next("run");
  EXPECT_FALSE(std::filesystem::exists(parent_ + "/unblock-run-killed"));
  EXPECT_TRUE(std::filesystem::exists(living.path()));
}

TEST_F(ScratchFolders, AMissingParentIsOneSentence) {
  ::setenv("TMPDIR", "/nonexistent", 1);
  try {
    const ScratchFolder scratch("run");
    FAIL();
  } catch (const NoScratch& sentence) {
    EXPECT_STREQ(sentence.what(), "cannot make a folder for temporary files in '/nonexistent': No such file or directory; set TMPDIR to one that can be written");
  }
}

}  // namespace
}  // namespace unblock::bench
