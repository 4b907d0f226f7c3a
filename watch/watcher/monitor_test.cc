// The monitor over an area that the test writes as a program would.
#include "watch/watcher/monitor.h"

#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <future>
#include <memory>
#include <thread>

#include "watch/area/record.h"
#include "watch/watcher/area_owner.h"

namespace unblock::watch {
namespace {

constexpr double kThreshold = 0.01;

long resident_pages() {
  long all = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> all >> resident;
  return resident;
}

/// AddressSanitizer keeps what was freed, up to 256 MB: there the resident memory says nothing.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kKeepsFreedMemory = true;
#elif defined(__has_feature)
constexpr bool kKeepsFreedMemory = __has_feature(address_sanitizer);
#else
constexpr bool kKeepsFreedMemory = false;
#endif

class MonitorOfAnArea : public testing::Test {
 protected:
  MonitorOfAnArea() {
    owner_.area().threshold = clock_.ticks_of(kThreshold);
    owner_.area().used.store(kSlots);
    for (unsigned i = 0; i < kSlots; ++i) {
      Slot& slot = owner_.area().slots[i];
      slot.process = static_cast<std::uint32_t>(::getpid());
      slot.thread = static_cast<std::uint32_t>(::syscall(SYS_gettid)) + (i << 23);  // the second is no thread of this machine: nothing starves it
      clear(slot);
      slot.owner.store(slot.thread);
    }
  }

  Slot& real_thread() { return owner_.area().slots[0]; }
  Slot& slot() { return owner_.area().slots[1]; }

  /// A turn that began so long ago and ends now, and the next wait, which finds `ready` events at once.
  void turn(Slot& slot, double length_s, long ready = 0) {
    const std::uint64_t now = clock_.now();
    constexpr Site kSite{0x1000, 0x7fff0000};
    if (slot.tracker.depth() == 0) begin_wait(slot, kSite, WaitKind::epoll, now - 1, owner_.area().threshold);
    end_wait(slot, nullptr, now, now - clock_.ticks_of(length_s), 0, owner_.area().threshold);
    LongTurn* ended = begin_wait(slot, kSite, WaitKind::epoll, now, owner_.area().threshold);
    if (ended) end_wait(slot, ended, now, now, ready, owner_.area().threshold);
  }

  /// After a turn of this length that nobody looked at.
  std::uint64_t stalls_after(double length_s) {
    turn(slot(), length_s);
    monitor_.poll();
    return seen().stall_count;
  }

  void begin_round_in_time() {
    monitor_.poll();
    monitor_.sleeps();
    monitor_.woke(clock_.seconds(clock_.now()));
  }

  reports::Stalls seen() {
    monitor_.name_places();
    analyst_.finish();
    reports::Stalls stalls;
    const auto lock = analyst_.lock();
    table_.write_to(stalls);
    monitor_.so_far().write_to(stalls, clock_);
    return stalls;
  }

  static constexpr unsigned kSlots = 2;
  AreaOwner owner_;
  TickClock clock_{false};
  StallTable table_;
  Analyst analyst_{table_};
  Monitor monitor_{owner_.area(), clock_, analyst_, kThreshold};
};

TEST_F(MonitorOfAnArea, CountsLongTurnsAndWhatWaitedBehindThem) {
  turn(slot(), 0.001);
  turn(slot(), 0.020, 3);
  turn(slot(), 0.002);
  monitor_.poll();
  const reports::Stalls stalls = seen();
  EXPECT_EQ(stalls.stall_count, 1U);
  ASSERT_EQ(stalls.places.size(), 1U);
  EXPECT_EQ(stalls.places[0].events, 3U);
  EXPECT_NEAR(stalls.places[0].longest_s, 0.020, 1e-6);
  EXPECT_TRUE(stalls.places[0].chain.empty());  // nobody looked while it lasted
}

TEST_F(MonitorOfAnArea, HasTheSameMemoryAfterAHundredThousandStalls) {
  long before = 0;
  constexpr unsigned kStalls = 100'000, kAtOnce = Slot::kLongTurns / 2;
  for (unsigned i = 0; i < kStalls / kAtOnce; ++i) {
    for (unsigned j = 0; j < kAtOnce; ++j) turn(real_thread(), 1 + 1e-5 * i);
    monitor_.poll();
    analyst_.finish();
    if (i == kStalls / kAtOnce / 10) before = resident_pages();
  }
  const reports::Stalls stalls = seen();
  EXPECT_EQ(stalls.stall_count, kStalls);
  EXPECT_LE(stalls.stalls.size(), 1000U);
  if (!kKeepsFreedMemory) {
    EXPECT_LT(resident_pages() - before, (16 << 20) / ::getpagesize());
  }
  EXPECT_TRUE(stalls.notes.empty()) << stalls.notes.front();
}

TEST_F(MonitorOfAnArea, SaysHowManyStallsCameTooFast) {
  for (unsigned i = 0; i < Slot::kLongTurns + 5; ++i) turn(slot(), 0.011);
  monitor_.poll();
  monitor_.finish(false);
  const reports::Stalls stalls = seen();
  EXPECT_EQ(stalls.stall_count, Slot::kLongTurns);
  ASSERT_FALSE(stalls.notes.empty());
  EXPECT_NE(stalls.notes[0].find("5 stalls came faster"), std::string::npos);
}

TEST_F(MonitorOfAnArea, FreesTheSlotOfAThreadThatEnded) {
  turn(slot(), 0.020);
  slot().owner.store(1);
  monitor_.poll();
  EXPECT_EQ(slot().owner.load(), 0U);
  EXPECT_EQ(seen().stall_count, 1U);
}

TEST_F(MonitorOfAnArea, AStopThatCoversATurnLeavesNoStall) {
  monitor_.poll();
  monitor_.stopped(::getpid());
  ::usleep(30'000);
  monitor_.continued(::getpid());
  EXPECT_EQ(stalls_after(0.028), 0U);
}

TEST_F(MonitorOfAnArea, AStopThatIsSeenOnlyWhenItIsOverLeavesNoneEither) {
  monitor_.poll();
  ::usleep(30'000);
  monitor_.continued(::getpid());
  EXPECT_EQ(stalls_after(0.028), 0U);
}

TEST_F(MonitorOfAnArea, AStopWhoseEndNobodyHasToldYetLeavesNoneEither) {
  monitor_.poll();
  monitor_.stopped(::getpid());
  ::usleep(30'000);
  EXPECT_EQ(stalls_after(0.028), 0U);
}

TEST_F(MonitorOfAnArea, WhereTheWatcherSleptTooLongTheMachineStoodStill) {
  const double due_s = monitor_.poll();
  monitor_.sleeps();
  ::usleep(200'000);  // nobody who can run sleeps so much longer than he wanted
  monitor_.woke(due_s);
  EXPECT_EQ(stalls_after(0.150), 0U);
}

TEST_F(MonitorOfAnArea, AStandstillLittleLongerThanTheThresholdIsNoStall) {
  const double due_s = monitor_.poll();
  monitor_.sleeps();
  ::usleep(12'000);
  monitor_.woke(due_s);
  EXPECT_EQ(stalls_after(0.011), 0U);
}

TEST_F(MonitorOfAnArea, AStandstillInTheMiddleOfARoundLeavesNoStall) {
  begin_round_in_time();
  ::usleep(60'000);  // held up after it woke up in time
  EXPECT_EQ(stalls_after(0.055), 0U);
}

TEST_F(MonitorOfAnArea, WhatTheWatcherWorkedItselfIsNoStandstill) {
  begin_round_in_time();
  const double until_s = clock_.seconds(clock_.now()) + 0.06;
  while (clock_.seconds(clock_.now()) < until_s) {}
  EXPECT_EQ(stalls_after(0.055), 1U);
}

TEST_F(MonitorOfAnArea, WhereTheThreadRanOnMeanwhileTheMachineDidNotStandStill) {
  constexpr Site kSite{0x1000, 0x7fff0000};
  Slot& slot = real_thread();
  std::atomic<bool> goes_on = true;
  std::promise<std::uint32_t> id;
  std::thread thread([&] {
    id.set_value(static_cast<std::uint32_t>(::syscall(SYS_gettid)));
    while (goes_on) {}
  });
  slot.thread = id.get_future().get();
  slot.owner.store(slot.thread);
  begin_wait(slot, kSite, WaitKind::epoll, clock_.now(), owner_.area().threshold);
  end_wait(slot, nullptr, clock_.now(), clock_.now(), 0, owner_.area().threshold);
  const double due_s = monitor_.poll();
  monitor_.sleeps();
  ::usleep(200'000);  // too late, as if the watcher had waited for a processor and nobody had counted it
  monitor_.woke(due_s);
  begin_wait(slot, kSite, WaitKind::epoll, clock_.now(), owner_.area().threshold);
  monitor_.poll();
  monitor_.finish(false);
  goes_on = false;
  thread.join();
  EXPECT_EQ(seen().stall_count, 1U);
}

TEST_F(MonitorOfAnArea, WhereItWasInTimeAStallIsOne) {
  begin_round_in_time();
  EXPECT_EQ(stalls_after(0.150), 1U);
}

}  // namespace
}  // namespace unblock::watch
