// Who may use a target that listens beyond this machine: the host of one client that has shown that it knows the token, until that client's
// control connection ends. Whoever else connects can say nothing but the greeting (greeting.h).
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "bench/target/control.h"
#include "bench/target/greeting.h"
#include "bench/target/server.h"

namespace unblock::bench {

class Door : public Guard {
 public:
  Door(Server& server, std::string token, std::uint16_t port) : server_(server), token_(std::move(token)), port_(port) {}

  bool admits(const sockaddr_storage& peer) const override;
  void meet(int fd, const sockaddr_storage& peer) override;

 private:
  struct Visitor {
    int fd;
    sockaddr_storage address;
    std::string heard;
    Nonces nonces;
  };

  void hear(int fd);
  void understand(Visitor& visitor, const std::string& line);
  void answer(const Visitor& visitor, const std::string& line);
  void refuse(const Visitor& visitor, const std::string& why);
  void let_in(const Visitor& visitor);
  void forget(int fd, bool closes);
  void end_session();

  Server& server_;
  std::string token_;
  std::uint16_t port_;
  std::deque<Visitor> visitors_;
  int controller_ = -1;
  sockaddr_storage controllers_host_{};
  std::unique_ptr<Control> control_;  ///< the last session's stays until the next: it ends while it runs
};

}  // namespace unblock::bench
