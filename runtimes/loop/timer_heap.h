// Timers that live inside the coroutine that waits: an intrusive pairing heap, so that a pending wait allocates nothing.
// Fredman, Sedgewick, Sleator, Tarjan: "The pairing heap", Algorithmica 1 (1986). push O(1), pop and erase O(log n) amortised.
#pragma once

#include <cstdint>

namespace unblock {

struct TimerNode {
  std::int64_t deadline_ns = 0;
  TimerNode* child = nullptr;
  TimerNode* next = nullptr;
  TimerNode* previous = nullptr;  ///< the left sibling, or the parent of a first child
};

class TimerHeap {
 public:
  bool empty() const { return root_ == nullptr; }
  TimerNode* top() const { return root_; }

  void push(TimerNode* node) {
    node->child = node->next = node->previous = nullptr;
    root_ = root_ ? meld(root_, node) : node;
  }

  TimerNode* pop() {
    TimerNode* top = root_;
    root_ = merge_children(top);
    return top;
  }

  void erase(TimerNode* node) {
    if (node == root_) {
      pop();
      return;
    }
    detach(node);
    if (TimerNode* rest = merge_children(node)) root_ = meld(root_, rest);
  }

 private:
  /// Two roots become one; of equal deadlines the first argument stays on top.
  static TimerNode* meld(TimerNode* a, TimerNode* b) {
    if (b->deadline_ns < a->deadline_ns) {
      TimerNode* swap = a;
      a = b;
      b = swap;
    }
    b->next = a->child;
    if (a->child) a->child->previous = b;
    b->previous = a;
    a->child = b;
    return a;
  }

  static void detach(TimerNode* node) {
    if (node->previous->child == node) {
      node->previous->child = node->next;
    } else {
      node->previous->next = node->next;
    }
    if (node->next) node->next->previous = node->previous;
  }

  /// The children of a removed root, melded in pairs from left to right and then from right to left.
  static TimerNode* merge_children(TimerNode* parent) {
    TimerNode* pairs = nullptr;  // a stack linked through `next`
    for (TimerNode* child = parent->child; child;) {
      TimerNode* first = child;
      TimerNode* second = first->next;
      child = second ? second->next : nullptr;
      first->next = nullptr;
      if (second) {
        second->next = nullptr;
        first = meld(first, second);
      }
      first->next = pairs;
      pairs = first;
    }
    TimerNode* root = nullptr;
    while (pairs) {
      TimerNode* rest = pairs->next;
      pairs->next = nullptr;
      root = root ? meld(pairs, root) : pairs;
      pairs = rest;
    }
    if (root) root->previous = nullptr;
    return root;
  }

  TimerNode* root_ = nullptr;
};

}  // namespace unblock
