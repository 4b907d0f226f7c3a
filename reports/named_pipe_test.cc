#include "reports/named_pipe.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "reports/descriptor.h"

namespace unblock::reports {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds kShort{30}, kLong{60'000};

class NamedPipe : public testing::Test {
 protected:
  NamedPipe() {
    std::string name = (std::filesystem::temp_directory_path() / "unblock-pipe-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    path_ = folder_ + "/pipe";
    EXPECT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  }
  ~NamedPipe() override { std::filesystem::remove_all(folder_); }

  std::string folder_, path_;
};

TEST_F(NamedPipe, MoreThanItHoldsArrivesWhole) {
  const std::string text(1 << 20, 'x');
  std::string got;
  std::thread reader([&] {
    const Descriptor in(::open(path_.c_str(), O_RDONLY));
    char buffer[4096];
    for (ssize_t count; (count = ::read(in.get(), buffer, sizeof buffer)) > 0;) got.append(buffer, static_cast<std::size_t>(count));
  });
  EXPECT_EQ(write_named_pipe(path_, text, kLong), "");
  reader.join();
  EXPECT_EQ(got, text);
}

TEST_F(NamedPipe, NobodyReads) { EXPECT_EQ(write_named_pipe(path_, "words", kShort), "it is a named pipe, and nobody came to read it within 0.03 s"); }

TEST_F(NamedPipe, AReaderThatTakesNothing) {
  const Descriptor idle(::open(path_.c_str(), O_RDONLY | O_NONBLOCK));
  EXPECT_EQ(write_named_pipe(path_, "few", kShort), "");
  EXPECT_EQ(write_named_pipe(path_, std::string(1 << 20, 'x'), kShort), "it is a named pipe, and its reader took nothing for 0.03 s");
}

TEST_F(NamedPipe, AReaderThatGoesAwayIsNoEndOfThisProcess) {
  std::thread reader([&] { const Descriptor in(::open(path_.c_str(), O_RDONLY)); });
  EXPECT_EQ(write_named_pipe(path_, std::string(1 << 20, 'x'), kLong), "it is a named pipe, and its reader went away");
  reader.join();
  struct sigaction now{};
  ::sigaction(SIGPIPE, nullptr, &now);
  EXPECT_EQ(now.sa_handler, SIG_DFL);
}

TEST_F(NamedPipe, ASignalEndsTheWaiting) {
  struct sigaction action{}, before{};
  action.sa_handler = [](int) {};
  ::sigaction(SIGUSR1, &action, &before);
  const pthread_t waiting = ::pthread_self();
  std::atomic<bool> done{false};
  std::thread sender([&] {
    while (!done) {
      ::pthread_kill(waiting, SIGUSR1);
      std::this_thread::yield();
    }
  });
  EXPECT_EQ(write_named_pipe(path_, "words", kLong), "Interrupted system call");
  done = true;
  sender.join();
  ::sigaction(SIGUSR1, &before, nullptr);
}

TEST_F(NamedPipe, ABlockedSignalThatAsksToStopEndsItToo) {
  sigset_t interrupt, before;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &interrupt, &before);
  ::pthread_kill(::pthread_self(), SIGINT);
  EXPECT_EQ(write_named_pipe(path_, "words", kLong), "Interrupted system call");
  int signal = 0;
  ::sigwait(&interrupt, &signal);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace
}  // namespace unblock::reports
