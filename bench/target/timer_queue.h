// Deadlines of waiting connections: a binary heap in one vector. Equal delays come in rising order, which a heap takes
// without moving anything. A cancelled entry stays until its time or until half of the heap is stale.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace unblock::bench {

/// Names a connection for as long as it lives: a slot is used again, with another generation.
struct ConnectionId {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;

  friend bool operator==(const ConnectionId&, const ConnectionId&) = default;
};

class TimerQueue {
 public:
  void push(std::uint64_t deadline_ns, ConnectionId id) {
    heap_.push_back({deadline_ns, ++pushed_, id});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }

  bool empty() const { return heap_.empty(); }
  std::size_t size() const { return heap_.size(); }

  /// The earliest deadline; the queue is not empty.
  std::uint64_t next_deadline_ns() const { return heap_.front().deadline_ns; }

  /// Takes the earliest entry out; of equal deadlines the one pushed first. The queue is not empty.
  ConnectionId pop() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const ConnectionId id = heap_.back().id;
    heap_.pop_back();
    return id;
  }

  /// Tells that one entry has become stale; now and then the stale ones are dropped. `alive(id)` tells which are not.
  template <class Alive>
  void note_stale(Alive alive) {
    if (++stale_ < 1024 || stale_ < heap_.size() / 2) return;
    std::erase_if(heap_, [&](const Entry& entry) { return !alive(entry.id); });
    std::make_heap(heap_.begin(), heap_.end(), later);
    stale_ = 0;
  }

 private:
  struct Entry {
    std::uint64_t deadline_ns;
    std::uint64_t order;
    ConnectionId id;
  };
  static bool later(const Entry& a, const Entry& b) {
    return a.deadline_ns != b.deadline_ns ? a.deadline_ns > b.deadline_ns : a.order > b.order;
  }

  std::vector<Entry> heap_;
  std::uint64_t pushed_ = 0;
  std::size_t stale_ = 0;
};

}  // namespace unblock::bench
