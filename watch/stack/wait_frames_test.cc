#include "watch/stack/wait_frames.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <optional>
#include <thread>

#include "watch/snapshot/thread_files.h"

namespace unblock::watch {
namespace {

TEST(WaitFrames, LeadFromTheSystemCallToTheCaller) {
  const int wake = ::eventfd(0, EFD_CLOEXEC);
  std::atomic<pid_t> thread = 0;
  std::atomic<std::uint64_t> frame = 0;  // not the address of a local: with AddressSanitizer those live elsewhere
  std::thread sleeper([&] {
    std::uint64_t value = 0;
    frame = reinterpret_cast<std::uint64_t>(__builtin_frame_address(0));
    thread = static_cast<pid_t>(::syscall(SYS_gettid));
    EXPECT_EQ(::read(wake, &value, sizeof value), static_cast<ssize_t>(sizeof value));
  });
  std::optional<Sleeping> place;
  while (thread == 0 || !(place = read_sleeping(::getpid(), thread)) || place->call != SYS_read) ::usleep(1000);
  WaitFrames frames(::getpid());
  const std::uint64_t size = frames.size_at(place->pc);
  EXPECT_GE(size, sizeof(void*));
  EXPECT_LE(place->sp + size, frame.load());
  EXPECT_EQ(frames.size_at(0x10), 0U);
  const std::uint64_t one = 1;
  EXPECT_EQ(::write(wake, &one, sizeof one), static_cast<ssize_t>(sizeof one));
  sleeper.join();
  ::close(wake);
}

}  // namespace
}  // namespace unblock::watch
