#include "bench/target/datagrams.h"

#include <sys/uio.h>

#include <cerrno>

#include "bench/target/server.h"

namespace unblock::bench {

DatagramEcho::DatagramEcho() : bytes_(std::make_unique_for_overwrite<char[]>(kMost * kLongest)), peers_(kMost), parts_(kMost), heads_(kMost) { answers_.reserve(kMost); }

void DatagramEcho::turn(int socket, const Guard* guard, Ledger& ledger) {
  for (std::size_t i = 0; i < kMost; ++i) {
    parts_[i] = {bytes_.get() + i * kLongest, kLongest};
    heads_[i].msg_hdr = {.msg_name = &peers_[i], .msg_namelen = sizeof peers_[i], .msg_iov = &parts_[i], .msg_iovlen = 1, .msg_control = nullptr, .msg_controllen = 0, .msg_flags = 0};
  }
  const int count = recvmmsg(socket, heads_.data(), kMost, MSG_DONTWAIT, nullptr);
  answers_.clear();
  for (std::size_t i = 0; count > 0 && i < static_cast<std::size_t>(count); ++i) {
    if (guard && !guard->admits(peers_[i])) continue;
    ++ledger.datagrams_in;
    ledger.digest += datagram_digest(parts_[i].iov_base, heads_[i].msg_len);
    parts_[i].iov_len = heads_[i].msg_len;
    answers_.push_back(heads_[i]);
  }
  for (std::size_t sent = 0; sent < answers_.size();) {
    const int now = sendmmsg(socket, answers_.data() + sent, static_cast<unsigned>(answers_.size() - sent), MSG_DONTWAIT);
    // Where the kernel has no room the rest is lost, as it would be in a network; what cannot be delivered to one peer is its alone.
    if (now < 0 && (errno == EAGAIN || errno == ENOBUFS)) return;
    if (now > 0) ledger.datagrams_out += static_cast<std::uint64_t>(now);
    sent += now > 0 ? static_cast<std::size_t>(now) : 1;
  }
}

}  // namespace unblock::bench
