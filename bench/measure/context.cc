// The parts of the context that run outside the timed loop.
#include "bench/measure/context.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace unblock::bench {
namespace {

/// What the kernel holds for this process beside files and sockets: "eventfd, eventpoll", "io_uring", …
std::string kernel_objects() {
  std::set<std::string> kinds;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;
    const std::string link = std::filesystem::read_symlink(entry.path(), gone).string();  // NOLINT(async-blocking-file-io): made up in memory
    constexpr std::string_view kPrefix = "anon_inode:";
    if (link.starts_with(kPrefix) && link.find("perf") == link.npos) kinds.insert(link.substr(kPrefix.size()));
  }
  std::string text;
  for (const std::string& kind : kinds) text += (text.empty() ? "" : ", ") + kind;
  return text.empty() ? "none" : text;
}

std::int64_t median(std::vector<std::int64_t> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

void Context::start() {
  usage_at_start_ = Usage::now();
  started_ns_ = now_ns();
  if (first_started_ns_ == 0) first_started_ns_ = started_ns_;
}

void Context::stop() {
  last_stopped_ns_ = now_ns();
  elapsed_ns_ = last_stopped_ns_ - started_ns_;
  usage_ += Usage::now() - usage_at_start_;
  total_elapsed_ns_ += elapsed_ns_;
  pass_ns_.push_back(elapsed_ns_);
  if (!configuration_.contains("kernel objects")) note("kernel objects", kernel_objects());
}

void Context::measure(const std::string& name, double value) {
  auto& [sum, count] = measured_[name];
  sum += value;
  ++count;
}

std::map<std::string, double> Context::measured() const {
  std::map<std::string, double> means;
  for (const auto& [name, total] : measured_) means[name] = total.first / static_cast<double>(total.second);
  return means;
}

double Context::in_flight_share() const {
  if (in_flight_ == 0 || total_elapsed_ns_ == 0) return 0;
  const double busy_ns = latency_.sum_ns() + static_cast<double>(latency_.count()) * think_ns_;
  return busy_ns / static_cast<double>(total_elapsed_ns_) / in_flight_;
}

double Context::drift_within() const {
  constexpr std::size_t kFewest = 9;
  if (pass_ns_.size() < kFewest) return 0;
  const auto third = static_cast<std::ptrdiff_t>(pass_ns_.size() / 3);
  const std::int64_t first = median({pass_ns_.begin(), pass_ns_.begin() + third});
  const std::int64_t last = median({pass_ns_.end() - third, pass_ns_.end()});
  return first > 0 ? static_cast<double>(last) / static_cast<double>(first) : 0;
}

void Context::record_span(unsigned task, std::int64_t start_ns, std::int64_t end_ns) {
  if (spans_.capacity() == 0) return;
  const std::lock_guard lock(mutex_);
  if (spans_.size() < spans_.capacity()) spans_.push_back({task, start_ns - started_ns_, end_ns - started_ns_});
}

void Context::fail(std::string_view sentence) {
  const std::lock_guard lock(mutex_);
  if (failure_.empty()) failure_ = sentence;
}

std::string Context::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

void Context::inspect(int socket) {
  if (configuration_.contains("TCP_NODELAY")) return;
  int value = 0;
  socklen_t size = sizeof(value);
  const bool is_tcp = ::getsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &value, &size) == 0;
  note("TCP_NODELAY", !is_tcp ? "no TCP" : value != 0 ? "on"
                                                      : "off");
  size = sizeof(value);
  ::getsockopt(socket, SOL_SOCKET, SO_SNDBUF, &value, &size);
  note("SO_SNDBUF", std::to_string(value));
  size = sizeof(value);
  ::getsockopt(socket, SOL_SOCKET, SO_RCVBUF, &value, &size);
  note("SO_RCVBUF", std::to_string(value));
}

void Context::clear() {
  latency_.clear();
  uncorrected_.clear();
  spans_.clear();
  pass_ns_.clear();
  measured_.clear();
  operations_ = 0;
  reconnects_ = 0;
  waits_ns_ = elapsed_ns_ = total_elapsed_ns_ = first_started_ns_ = last_stopped_ns_ = 0;
  usage_ = {};
}

}  // namespace unblock::bench
