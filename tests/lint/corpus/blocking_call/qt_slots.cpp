// Slots and functors that are connected to a signal run on the event loop.
#include "qt_shape.h"

// bad: member_slot
class Greeter : public QObject {
 public:
  explicit Greeter(QTimer* timer) { connect(timer, &QTimer::timeout, this, &Greeter::greet); }

 private:
  void greet() { socket_->waitForReadyRead(100); }  // expect: async-blocking-call
  QTcpSocket* socket_ = nullptr;
};
// good: member_slot
class Listener : public QObject {
 public:
  explicit Listener(QTimer* timer) { connect(timer, &QTimer::timeout, this, &Listener::greet); }

 private:
  void greet() { socket_->connectToHost("host", 80); }
  QTcpSocket* socket_ = nullptr;
};

// bad: functor
void watch(QTimer* timer, QProcess* process) {
  QObject::connect(timer, &QTimer::timeout, [process] { process->waitForFinished(); });  // expect: async-blocking-call
}
// good: functor
void poll(QTimer* timer, QProcess* process) {
  QObject::connect(timer, &QTimer::timeout, [process] { process->start("program"); });
}
