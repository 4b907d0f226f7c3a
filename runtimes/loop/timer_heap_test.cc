// The pairing heap against a sorted list of the same deadlines.
#include "runtimes/loop/timer_heap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace unblock {
namespace {

std::vector<std::int64_t> drain(TimerHeap& heap) {
  std::vector<std::int64_t> deadlines;
  while (!heap.empty()) deadlines.push_back(heap.pop()->deadline_ns);
  return deadlines;
}

TEST(TimerHeap, GivesDeadlinesInOrder) {
  std::mt19937 random(1);
  std::vector<TimerNode> nodes(1000);
  TimerHeap heap;
  for (TimerNode& node : nodes) {
    node.deadline_ns = static_cast<std::int64_t>(random() % 100);
    heap.push(&node);
  }
  const std::vector<std::int64_t> deadlines = drain(heap);
  EXPECT_EQ(deadlines.size(), nodes.size());
  EXPECT_TRUE(std::is_sorted(deadlines.begin(), deadlines.end()));
}

TEST(TimerHeap, ErasesFromAnywhereBetweenPops) {
  std::mt19937 random(2);
  std::vector<TimerNode> nodes(500);
  std::vector<TimerNode*> inside;
  TimerHeap heap;
  std::size_t removed = 0;
  for (TimerNode& node : nodes) {
    node.deadline_ns = static_cast<std::int64_t>(random() % 1000);
    heap.push(&node);
    inside.push_back(&node);
    if (random() % 3 == 0) {
      std::swap(inside[random() % inside.size()], inside.back());
      heap.erase(inside.back());
      inside.pop_back();
      ++removed;
    }
    if (!heap.empty() && random() % 5 == 0) {
      TimerNode* top = heap.pop();
      for (const TimerNode* other : inside) ASSERT_LE(top->deadline_ns, other->deadline_ns);
      std::erase(inside, top);
      ++removed;
    }
    ASSERT_EQ(heap.empty(), inside.empty());
  }
  EXPECT_EQ(drain(heap).size() + removed, nodes.size());
}

TEST(TimerHeap, TakesAMillionEqualDeadlinesWithoutRecursion) {
  std::vector<TimerNode> nodes(1'000'000);
  TimerHeap heap;
  for (TimerNode& node : nodes) heap.push(&node);
  EXPECT_EQ(drain(heap).size(), nodes.size());
}

}  // namespace
}  // namespace unblock
