// A process that has read what a group of files begins with, and forks once for each of them. Its children go on where it stands,
// so the beginning is read once, and nothing about it has to be written down and read back.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <functional>

namespace unblock::lint {

/// A file to go on with, in a child of the server.
struct NextFile {
  std::size_t index = 0;
  int result_pipe = -1;  ///< where the result is to be written
};

/// The driver's end.
class PrefixServer {
 public:
  /// Starts the process. `serve` runs there, with the other end of a socket; it reads the beginning and calls next_file().
  explicit PrefixServer(const std::function<void(int socket)>& serve);
  /// Ends the process.
  ~PrefixServer();
  PrefixServer(const PrefixServer&) = delete;
  PrefixServer& operator=(const PrefixServer&) = delete;

  int socket() const { return socket_; }
  std::chrono::steady_clock::time_point started() const { return started_; }
  bool is_ready() const { return ready_; }

  /// Takes the message that the beginning has been read. False when the process has ended instead.
  bool become_ready();

  /// Lets a child go on with a file. It is a child of this process, too. -1 when the server is gone.
  pid_t start(std::size_t index, int result_pipe);

 private:
  int socket_ = -1;
  pid_t process_ = -1;
  std::chrono::steady_clock::time_point started_;
  bool ready_ = false;
};

/// In the server: says that it is ready, and waits. Returns in each child. The server itself ends when the driver does.
NextFile next_file(int socket);

}  // namespace unblock::lint
