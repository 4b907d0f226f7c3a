// Task and TaskGroup without any loop: laziness, results, exceptions, who frees the frame.
#include "runtimes/task.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace unblock {
namespace {

struct Counted {
  explicit Counted(int* live) : live_(live) { ++*live_; }
  Counted(const Counted& other) : live_(other.live_) { ++*live_; }
  ~Counted() { --*live_; }
  int* live_;
};

struct Gate {
  std::coroutine_handle<> waiter;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> handle) noexcept { waiter = handle; }
  void await_resume() const noexcept {}
};

Task<void> set(int* value) {
  *value = 1;
  co_return;
}

TEST(Task, DoesNothingUntilItIsStarted) {
  int value = 0;
  Task<void> task = set(&value);
  EXPECT_EQ(value, 0);
  task.start();
  EXPECT_EQ(value, 1);
  EXPECT_TRUE(task.done());
}

Task<void> hold(Counted, Gate* gate) { co_await *gate; }

TEST(Task, FreesAFrameThatNeverEnded) {
  int live = 0;
  {
    Gate gate;
    Task<void> task = hold(Counted(&live), &gate);
    task.start();
    EXPECT_EQ(live, 1);
  }
  EXPECT_EQ(live, 0);
}

Task<int> fail() {
  throw std::runtime_error("no");
  co_return 0;
}
Task<void> catch_it(bool* caught) {
  try {
    co_await fail();
  } catch (const std::runtime_error&) {
    *caught = true;
  }
}

TEST(Task, AnExceptionReachesWhoAwaits) {
  bool caught = false;
  Task<void> task = catch_it(&caught);
  task.start();
  EXPECT_TRUE(caught);
}

Task<void> wait_and_count(Counted, Gate* gate, int* ended) {
  co_await *gate;
  ++*ended;
}
Task<void> join_both(TaskGroup* group, Gate* gates, int* live, int* ended, int* ended_at_join) {
  group->spawn(wait_and_count(Counted(live), &gates[0], ended));
  group->spawn(wait_and_count(Counted(live), &gates[1], ended));
  co_await group->join();
  *ended_at_join = *ended;
}

TEST(TaskGroup, ATaskFreesItselfAndTheLastOneResumesTheJoiner) {
  TaskGroup group;
  Gate gates[2];
  int live = 0, ended = 0, ended_at_join = -1;
  Task<void> root = join_both(&group, gates, &live, &ended, &ended_at_join);
  root.start();
  EXPECT_EQ(live, 2);
  gates[1].waiter.resume();
  EXPECT_EQ(live, 1);
  EXPECT_FALSE(root.done());
  gates[0].waiter.resume();
  EXPECT_EQ(live, 0);
  EXPECT_TRUE(root.done());
  EXPECT_EQ(ended_at_join, 2);
}

Task<void> deep(int levels) {
  if (levels > 0) co_await deep(levels - 1);
}

TEST(Task, AThousandLevelsOfAwaitEnd) {
  Task<void> task = deep(1'000);
  task.start();
  EXPECT_TRUE(task.done());
}

}  // namespace
}  // namespace unblock
