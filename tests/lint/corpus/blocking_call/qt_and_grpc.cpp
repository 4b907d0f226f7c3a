// Members that wait in Qt and gRPC, called in coroutines; through a base class as well.
#include "awaiters.h"
#include "eager_task.h"
#include "grpc_shape.h"
#include "qcoro_shape.h"
#include "qt_shape.h"

#include <chrono>

// bad: socket_wait
namespace socket_wait_bad {
QCoro::Task<> dial(QTcpSocket& socket) {
  socket.connectToHost("localhost", 80);
  socket.waitForConnected();  // expect: async-blocking-call
  co_return;
}
}  // namespace socket_wait_bad
// good: socket_wait
namespace socket_wait_good {
QCoro::Task<> dial(QTcpSocket& socket) {
  socket.connectToHost("localhost", 80);
  co_await sleep_ms(1);
}
}  // namespace socket_wait_good

// bad: process_wait
namespace process_wait_bad {
QCoro::LazyTask<> run(QProcess& process) {
  process.start("make");
  process.waitForFinished(-1);  // expect: async-blocking-call
  co_return;
}
}  // namespace process_wait_bad
// good: process_wait
namespace process_wait_good {
QCoro::LazyTask<> run(QProcess& process) {
  process.start("make");
  co_await sleep_ms(1);
}
}  // namespace process_wait_good

// bad: thread_sleep
namespace thread_sleep_bad {
QCoro::Task<> settle() {
  QThread::msleep(50);  // expect: async-blocking-call
  co_return;
}
}  // namespace thread_sleep_bad
// good: thread_sleep
namespace thread_sleep_good {
QCoro::Task<> settle() { co_await sleep_ms(50); }
}  // namespace thread_sleep_good

// bad: completion_queue
namespace completion_queue_bad {
Eager<bool> next(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  co_return queue.Next(&tag, &ok);  // expect: async-blocking-call
}
}  // namespace completion_queue_bad
// good: completion_queue
namespace completion_queue_good {
Eager<bool> next(grpc::CompletionQueue& queue) {
  void* tag = nullptr;
  bool ok = false;
  co_return queue.AsyncNext(&tag, &ok, std::chrono::milliseconds(0)) == grpc::CompletionQueue::GOT_EVENT;
}
}  // namespace completion_queue_good
