#include "bench/target/control.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace unblock::bench {
namespace {

constexpr std::size_t kMaxCommandBytes = 4096;

std::uint64_t to_ns(const timeval& time) {
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(time.tv_usec) * 1000u;
}

rusage usage_now() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage;
}

/// Keeps an unknown command printable inside JSON.
std::string shown(std::string_view command) {
  std::string text;
  for (const char c : command.substr(0, 40)) text += (c >= ' ' && c < 127 && c != '"' && c != '\\') ? c : '?';
  return text;
}

}  // namespace

Control::Control(Server& server, int input, int output, std::function<void()> on_end)
    : server_(server), input_(input), output_(output), on_end_(std::move(on_end)) {
  reset();
}

bool Control::attach() {
  return server_.watch(input_, [this] { read_commands(); });
}

void Control::announce(std::uint16_t port, const std::string& proof) {
  const std::string more = proof.empty() ? "" : fmt::format(",\"proof\":\"{}\"", proof);
  write_line(fmt::format("{{\"port\":{},\"pid\":{},\"certificate\":\"{}\"{}}}", port, getpid(), server_.certificate(), more));
}

void Control::read_commands() {
  char bytes[1024];
  const ssize_t count = read(input_, bytes, sizeof bytes);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) return end();
  pending_.append(bytes, static_cast<std::size_t>(count));
  for (std::size_t at; !ended_ && (at = pending_.find('\n')) != std::string::npos; pending_.erase(0, at + 1)) {
    run_command(std::string_view(pending_).substr(0, at));
  }
  if (!ended_ && pending_.size() > kMaxCommandBytes) {
    write_line("{\"error\":\"the command is too long\"}");
    pending_.clear();
  }
}

void Control::run_command(std::string_view command) {
  if (command.ends_with('\r')) command.remove_suffix(1);
  if (command == "reset") {
    server_.settle();
    reset();
    write_line("{\"reset\":true}");
  } else if (command == "report") {
    server_.settle();
    write_line(report());
  } else if (!command.empty()) {
    write_line(fmt::format("{{\"error\":\"unknown command '{}': use reset or report\"}}", shown(command)));
  }
}

void Control::end() {
  if (ended_) return;
  ended_ = true;
  on_end_();
}

void Control::reset() {
  server_.reset();
  const rusage usage = usage_now();
  cpu_user_ns_ = to_ns(usage.ru_utime);
  cpu_system_ns_ = to_ns(usage.ru_stime);
  since_ns_ = monotonic_ns();
}

std::string Control::report() const {
  const Ledger& ledger = server_.ledger();
  const rusage usage = usage_now();
  const std::uint64_t user_ns = to_ns(usage.ru_utime) - cpu_user_ns_;
  const std::uint64_t system_ns = to_ns(usage.ru_stime) - cpu_system_ns_;
  const std::uint64_t wall_ns = monotonic_ns() - since_ns_;
  std::string out = "{";
  const auto add = [&out](std::string_view name, std::uint64_t value) {
    fmt::format_to(std::back_inserter(out), "\"{}\":{},", name, value);
  };
  add("connections", ledger.connections);
  add("closed", ledger.closed);
  add("unix_connections", ledger.unix_connections);
  add("tls_connections", ledger.tls_connections);
  add("tls_resumed", ledger.tls_resumed);
  add("tls_failed", ledger.tls_failed);
  add("datagrams_in", ledger.datagrams_in);
  add("datagrams_out", ledger.datagrams_out);
  add("open", server_.open());
  add("half_closed", server_.half_closed());
  add("refused", ledger.refused);
  add("aborted", ledger.aborted);
  add("malformed", ledger.malformed);
  add("requests", ledger.requests);
  add("responses", ledger.responses);
  add("chunks", ledger.chunks);
  add("bytes_in", ledger.bytes_in);
  add("bytes_out", ledger.bytes_out);
  add("echo_bytes", ledger.echo_bytes);
  add("late_chunks", ledger.late_chunks);
  add("blocked_chunks", ledger.blocked_chunks);
  add("max_lateness_ns", ledger.max_lateness_ns);
  add("cpu_user_ns", user_ns);
  add("cpu_system_ns", system_ns);
  add("wall_ns", wall_ns);
  fmt::format_to(std::back_inserter(out), "\"busy_fraction\":{:.6f},\"digest\":\"{:016x}\"}}",
                 wall_ns == 0 ? 0.0 : static_cast<double>(user_ns + system_ns) / static_cast<double>(wall_ns),
                 server_.digest());
  return out;
}

void Control::write_line(std::string line) {
  line += '\n';
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t count = write(output_, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return end();  // nobody reads any more
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace unblock::bench
