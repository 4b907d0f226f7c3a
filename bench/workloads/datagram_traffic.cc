#include "bench/workloads/datagram_traffic.h"

#include <cstring>

#include "bench/target/ledger.h"

namespace unblock::bench {

DatagramTraffic::DatagramTraffic(std::size_t flows, std::size_t bytes, std::uint64_t times)
    : bytes_(bytes), messages_(flows, bytes), flows_(flows, Flow{.left = times}), expected_(bytes), waiting_(times > 0 ? flows : 0) {
  outgoing_.reserve(flows * bytes);
}

std::span<const std::byte> DatagramTraffic::begin(std::int64_t now_ns) {
  outgoing_.clear();
  for (std::size_t flow = 0; flow < flows_.size(); ++flow) ask(flow, now_ns);
  return outgoing_;
}

std::span<const std::byte> DatagramTraffic::give_up(std::int64_t sent_before_ns, std::int64_t now_ns) {
  outgoing_.clear();
  for (std::size_t flow = 0; flow < flows_.size(); ++flow) {
    if (flows_[flow].left == 0 || flows_[flow].sent_ns >= sent_before_ns) continue;
    ++lost_;
    ask(flow, now_ns);
  }
  return outgoing_;
}

std::int64_t DatagramTraffic::take(std::span<const std::byte> datagram, std::int64_t now_ns) {
  std::uint32_t head[2];
  std::memcpy(head, datagram.data(), kHead);
  const auto [flow, number] = head;
  if (flow >= flows_.size() || number >= flows_[flow].asked) {
    problem_ = "an answer came to what nobody had asked";
    return -1;
  }
  write(flow, number, expected_.data());
  if (!same_bytes(expected_, datagram)) {
    problem_ = "an echo came back changed";
    return -1;
  }
  Flow& asked = flows_[flow];
  if (asked.left == 0 || number + 1 != asked.asked) {
    ++dropped_;
    return -1;
  }
  const std::int64_t sent_ns = asked.sent_ns;
  ++answered_;
  if (--asked.left > 0) {
    ask(flow, now_ns);
  } else {
    --waiting_;
  }
  return sent_ns;
}

void DatagramTraffic::ask(std::size_t flow, std::int64_t now_ns) {
  outgoing_.resize(outgoing_.size() + bytes_);
  write(flow, flows_[flow].asked++, outgoing_.data() + outgoing_.size() - bytes_);
  flows_[flow].sent_ns = now_ns;
}

void DatagramTraffic::write(std::size_t flow, std::uint32_t number, std::byte* into) const {
  const std::uint32_t head[2] = {static_cast<std::uint32_t>(flow), number};
  std::memcpy(into, messages_.message(flow).data(), bytes_);
  std::memcpy(into, head, kHead);
}

void DatagramTraffic::add_to(Claim& claim) const {
  std::vector<std::byte> message(bytes_);
  for (std::size_t flow = 0; flow < flows_.size(); ++flow) {
    for (std::uint32_t number = 0; number < flows_[flow].asked; ++number) {
      write(flow, number, message.data());
      claim.digest += datagram_digest(message.data(), bytes_);
    }
    claim.datagrams_out += flows_[flow].asked;
  }
  claim.datagrams_in += answered_ + dropped_;
  claim.datagrams_dropped += dropped_;
}

}  // namespace unblock::bench
