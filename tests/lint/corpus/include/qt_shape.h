// Declarations in the shape of Qt's classes whose members wait.
#pragma once

class QObject {
 public:
  virtual ~QObject();
  template <class Signal, class Slot>
  static void connect(const QObject*, Signal, const QObject*, Slot) {}
  template <class Signal, class Functor>
  static void connect(const QObject*, Signal, Functor) {}
};

class QIODevice : public QObject {
 public:
  virtual bool waitForReadyRead(int msecs);
  virtual bool waitForBytesWritten(int msecs);
};

class QAbstractSocket : public QIODevice {
 public:
  virtual void connectToHost(const char* host, unsigned short port);
  virtual bool waitForConnected(int msecs = 30000);
};

class QTcpSocket : public QAbstractSocket {};

class QProcess : public QIODevice {
 public:
  void start(const char* program);
  bool waitForFinished(int msecs = 30000);
};

class QThread : public QObject {
 public:
  static void msleep(unsigned long ms);
};

template <class T>
class QFuture {
 public:
  T result() const;
};
namespace QtConcurrent {
template <class Functor>
QFuture<int> run(Functor) {
  return {};
}
}  // namespace QtConcurrent

class QTimer : public QObject {
 public:
  void timeout();
  void start(int msec);
};
