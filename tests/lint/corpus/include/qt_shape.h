// Declarations in the shape of Qt's classes whose members wait.
#pragma once

class QObject {
 public:
  virtual ~QObject();
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
