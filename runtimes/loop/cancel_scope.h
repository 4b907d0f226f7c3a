// Cancellation for the runtimes on task.h: a group that knows the pending waits of its tasks, linked through the waits themselves.
// Only waits made through the scope pay for it.
#pragma once

#include <chrono>
#include <concepts>
#include <coroutine>
#include <exception>
#include <span>
#include <stdexcept>
#include <utility>

#include "runtimes/runtime.h"
#include "runtimes/loop/slots.h"
#include "runtimes/task.h"

namespace unblock {

/// What a cancelled wait throws.
struct Cancelled : std::runtime_error {
  Cancelled() : std::runtime_error("cancelled") {}
};

/// A pending wait in the list of its scope.
struct CancelNode {
  CancelNode* previous = this;
  CancelNode* next = this;
  void (*cancel)(CancelNode*) = nullptr;
  bool cancelled = false;

  CancelNode() = default;
  CancelNode(const CancelNode&) = delete;
  CancelNode& operator=(const CancelNode&) = delete;
  void link_before(CancelNode& other) {
    previous = std::exchange(other.previous, this);
    next = &other;
    previous->next = this;
  }
  void unlink() {
    previous->next = next;
    next->previous = previous;
    previous = next = this;
  }
};

class CancelList {
 public:
  bool cancelled() const { return cancellation_ != nullptr; }
  /// The one exception that all cancelled waits throw.
  const std::exception_ptr& cancellation() const { return cancellation_; }
  void add(CancelNode& node) { node.link_before(head_); }
  /// Oldest first. A wait that ends may start others or end them: the list is read anew each time.
  void cancel(std::exception_ptr cancellation) {
    cancellation_ = std::move(cancellation);
    while (head_.next != &head_) {
      CancelNode* node = head_.next;
      node->unlink();
      node->cancelled = true;
      node->cancel(node);
    }
  }

 private:
  CancelNode head_;
  std::exception_ptr cancellation_;
};

/// An awaitable of a runtime that also ends, with Cancelled, when its scope says so.
/// The awaitable's cancel_wait() takes it out of the loop and resumes the coroutine, now or soon.
template <class Wait>
class Cancellable : Wait, CancelNode {
 public:
  template <class... Arguments>
  explicit Cancellable(CancelList& list, Arguments&&... arguments) : Wait(std::forward<Arguments>(arguments)...), list_(list) {
    cancel = [](CancelNode* node) { static_cast<Cancellable*>(node)->cancel_wait(); };
  }
  bool await_ready() {
    if (list_.cancelled()) return cancelled = true;
    return Wait::await_ready();
  }
  void await_suspend(std::coroutine_handle<> waiter) {
    list_.add(*this);
    Wait::await_suspend(waiter);
  }
  decltype(auto) await_resume() {
    unlink();
    if (cancelled) std::rethrow_exception(list_.cancellation());
    return Wait::await_resume();
  }

 private:
  CancelList& list_;
};

/// R brings the awaitables Sleep, Connect, Socket::Read and Socket::Write, each with cancel_wait().
template <class R>
class TaskCancelScope {
 public:
  explicit TaskCancelScope(R& runtime) : runtime_(runtime) {}

  void spawn(Task<void> task) { group_.spawn(std::move(task)); }
  void cancel() {
    if (list_.cancelled()) return;
    const std::exception_ptr cancellation = std::make_exception_ptr(Cancelled());
    group_.ignore(cancellation);
    list_.cancel(cancellation);
  }
  std::uint64_t pending() const { return group_.pending(); }
  auto join() noexcept { return group_.join(); }

  auto sleep(std::chrono::nanoseconds duration) { return Cancellable<typename R::Sleep>(list_, runtime_, duration); }
  auto connect(const Endpoint& endpoint) { return Cancellable<typename R::Connect>(list_, runtime_, endpoint); }
  auto read_some(typename R::Socket& socket, std::span<std::byte> buffer) {
    return Cancellable<typename R::Socket::Read>(list_, socket, buffer);
  }
  auto write(typename R::Socket& socket, std::span<const std::byte> bytes) {
    return Cancellable<typename R::Socket::Write>(list_, socket, bytes);
  }
  template <class Datagrams>
  auto receive(Datagrams& datagrams, std::span<std::byte> buffer) {
    return Cancellable<typename Datagrams::Receive>(list_, datagrams, buffer);
  }
  auto take(TaskSlots<R>& slots) { return Cancellable<typename TaskSlots<R>::Take>(list_, slots); }

 private:
  R& runtime_;
  TaskGroup group_;
  CancelList list_;
};

}  // namespace unblock
