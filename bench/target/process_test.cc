// Starting, asking and stopping the target, and targets that are none.
#include "bench/target/process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

namespace unblock::bench {
namespace {

using std::chrono::milliseconds;

/// The sentence of the TargetError that `action` throws.
template <class Action>
std::string complaint(Action action) {
  try {
    action();
  } catch (const TargetError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

std::string start_complaint(TargetOptions options) {
  return complaint([&] { TargetProcess target(options); });
}

TEST(TargetProcess, EndsWhenItsControlPipeCloses) {
  TargetProcess target;
  const int status = target.stop();
  EXPECT_TRUE(WIFEXITED(status)) << status;
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_NE(complaint([&] { target.report(); }).find("stopped"), std::string::npos);
}

TEST(TargetProcess, EndsAfterItsLifetime) {
  TargetProcess target({.arguments = {"--lifetime", "0.05"}});
  int status = -1;
  EXPECT_EQ(waitpid(target.pid(), &status, 0), target.pid());
  EXPECT_EQ(status, 0);
}

TEST(TargetProcess, ADeadTargetIsOneSentence) {
  TargetProcess target;
  kill(target.pid(), SIGKILL);
  const std::string sentence = complaint([&] { target.report(); });
  EXPECT_TRUE(sentence.starts_with("the target ended")) << sentence;
}

TEST(TargetProcess, AHungTargetIsKilledAtTheDeadline) {
  TargetProcess target({.deadline = milliseconds(2000)});
  kill(target.pid(), SIGSTOP);
  EXPECT_EQ(complaint([&] { target.report(); }), "the target did not answer within 2000 ms");
  EXPECT_EQ(kill(target.pid(), 0), -1);
}

TEST(TargetProcess, ARefusalIsPassedOn) {
  EXPECT_EQ(start_complaint({.arguments = {"--address", "8.8.8.8"}}),
            "the target ended (exit 2): unblock-target: address '8.8.8.8' is not a loopback address: use 127.0.0.1 or "
            "::1, or --listen for a client on another host");
}

TEST(TargetProcess, APortInUseIsNamed) {
  TargetProcess first;
  const std::string sentence = start_complaint({.arguments = {"--port", std::to_string(first.port())}});
  EXPECT_NE(sentence.find("cannot listen on 127.0.0.1 port " + std::to_string(first.port())), std::string::npos) << sentence;
}

TEST(TargetProcess, AMissingProgramIsNamed) {
  EXPECT_EQ(start_complaint({.executable = "/nowhere/unblock-target"}),
            "cannot start the target '/nowhere/unblock-target': No such file or directory");
}

TEST(TargetProcess, AProgramThatIsNoTargetIsNamed) {
  EXPECT_EQ(start_complaint({.executable = "/bin/echo", .arguments = {"hello"}}),
            "'/bin/echo' is not the target: it said 'hello'");
  EXPECT_EQ(start_complaint({.executable = "/bin/false"}), "the target ended (exit 1)");
}

TEST(TargetProcess, MovesToACpu) {
  TargetProcess target;
  target.run_on({0});
  EXPECT_NE(complaint([&] { target.run_on({1023}); }).find("cannot move the target"), std::string::npos);
}

TEST(TargetReport, IsReadWholeOrNotAtAll) {
  TargetProcess target;
  EXPECT_EQ(target.report().requests, 0u);
  EXPECT_NE(complaint([] { parse_target_report("{\"connections\":1}"); }).find("not understood"), std::string::npos);
  EXPECT_NE(complaint([] { parse_target_report("nonsense"); }).find("not understood"), std::string::npos);
}

}  // namespace
}  // namespace unblock::bench
