// Echo over UDP: many datagrams a call in (recvmmsg), and the same ones out again (sendmmsg).
#pragma once

#include <sys/socket.h>

#include <memory>
#include <vector>

#include "bench/target/ledger.h"

namespace unblock::bench {

class Guard;

class DatagramEcho {
 public:
  static constexpr std::size_t kMost = 64, kLongest = 65'535;

  DatagramEcho();

  /// Answers what has arrived, kMost of them. Those of a peer that `guard` does not admit are thrown away.
  void turn(int socket, const Guard* guard, Ledger& ledger);

 private:
  std::unique_ptr<char[]> bytes_;  ///< untouched until something arrives
  std::vector<sockaddr_storage> peers_;
  std::vector<iovec> parts_;
  std::vector<mmsghdr> heads_, answers_;
};

}  // namespace unblock::bench
