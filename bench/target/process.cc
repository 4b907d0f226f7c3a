#include "bench/target/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace unblock::bench {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

std::string default_executable() {
  std::error_code error;
  return (std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "unblock-target").string();
}

}  // namespace

TargetReport parse_target_report(const std::string& line) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  TargetReport report;
  try {
    report.connections = json.at("connections");
    report.closed = json.at("closed");
    report.unix_connections = json.at("unix_connections");
    report.tls_connections = json.at("tls_connections");
    report.tls_resumed = json.at("tls_resumed");
    report.tls_failed = json.at("tls_failed");
    report.open = json.at("open");
    report.half_closed = json.at("half_closed");
    report.refused = json.at("refused");
    report.aborted = json.at("aborted");
    report.malformed = json.at("malformed");
    report.requests = json.at("requests");
    report.responses = json.at("responses");
    report.chunks = json.at("chunks");
    report.bytes_in = json.at("bytes_in");
    report.bytes_out = json.at("bytes_out");
    report.echo_bytes = json.at("echo_bytes");
    report.late_chunks = json.at("late_chunks");
    report.blocked_chunks = json.at("blocked_chunks");
    report.max_lateness_ns = json.at("max_lateness_ns");
    report.cpu_user_ns = json.at("cpu_user_ns");
    report.cpu_system_ns = json.at("cpu_system_ns");
    report.wall_ns = json.at("wall_ns");
    report.busy_fraction = json.at("busy_fraction");
    report.digest = std::stoull(json.at("digest").get<std::string>(), nullptr, 16);
  } catch (const std::exception&) {
    throw TargetError(fmt::format("the target's report is not understood: '{}'", line.substr(0, 80)));
  }
  return report;
}

TargetProcess::TargetProcess(TargetOptions options) : deadline_(options.deadline) {
  if (options.executable.empty()) options.executable = default_executable();
  try {
    start(options);
  } catch (...) {
    stop();
    throw;
  }
}

TargetProcess::~TargetProcess() {
  stop();
  if (const std::string rest = take_complaint(); !rest.empty()) fmt::print(stderr, "{}\n", rest);
}

void TargetProcess::start(const TargetOptions& options) {
  Pipe commands, answers, complaints;
  Launch launch{.arguments = {options.executable}, .input = commands.read.get(), .output = answers.write.get(), .errors = complaints.write.get()};
  launch.arguments.insert(launch.arguments.end(), options.arguments.begin(), options.arguments.end());
  int error = std::max({commands.error, answers.error, complaints.error});
  if (error == 0) pid_ = spawn(launch, error);
  if (pid_ < 0) {
    ended_ = true;
    throw TargetError(fmt::format("cannot start the target '{}': {}", options.executable, std::strerror(error)));
  }
  to_target_ = std::move(commands.write);
  from_target_ = std::move(answers.read);
  complaints_ = std::move(complaints.read);
  fcntl(complaints_.get(), F_SETFL, O_NONBLOCK);
  for (Descriptor* end : {&commands.read, &answers.write, &complaints.write}) end->reset();
  const std::string line = read_line();
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("port") || !json["port"].is_number_unsigned()) {
    throw TargetError(fmt::format("'{}' is not the target: it said '{}'", options.executable, line.substr(0, 80)));
  }
  port_ = json["port"];
  certificate_ = json.value("certificate", "");
}

void TargetProcess::run_on(const std::vector<int>& cpus) {
  if (!pin(pid_, cpus)) throw TargetError(fmt::format("cannot move the target to the CPUs asked for: {}", std::strerror(errno)));
}

void TargetProcess::reset() {
  if (const std::string answer = ask("reset\n"); answer != "{\"reset\":true}") fail("answered '" + answer + "' to reset");
}

TargetReport TargetProcess::report() { return parse_target_report(ask("report\n")); }

std::string TargetProcess::ask(const std::string& command) {
  if (ended_ || !to_target_) throw TargetError("the target was stopped before it was asked");
  // A pipe whose reader has died raises SIGPIPE; it is kept from this thread and taken away again.
  sigset_t pipe_signal, before;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  const ssize_t count = write(to_target_.get(), command.data(), command.size());
  if (count < 0 && errno == EPIPE) {
    const timespec now{};
    sigtimedwait(&pipe_signal, nullptr, &now);
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (count != static_cast<ssize_t>(command.size())) fail("ended");
  return read_line();
}

std::string TargetProcess::read_line() {
  const auto give_up = Clock::now() + deadline_;
  for (;;) {
    if (const auto end = unread_.find('\n'); end != std::string::npos) {
      std::string line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      return line;
    }
    const auto left = std::chrono::ceil<milliseconds>(give_up - Clock::now()).count();
    pollfd answer{from_target_.get(), POLLIN, 0};
    const int ready = left > 0 ? poll(&answer, 1, static_cast<int>(left)) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) {
      kill(pid_, SIGKILL);  // one that hangs does not go when asked
      fail(fmt::format("did not answer within {} ms", deadline_.count()));
    }
    char bytes[4096];
    const ssize_t count = read(from_target_.get(), bytes, sizeof bytes);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail("ended");
    unread_.append(bytes, static_cast<std::size_t>(count));
    if (unread_.size() > 64 * 1024) fail("answers without end");
  }
}

void TargetProcess::fail(const std::string& what) {
  const int status = stop();
  std::string how;
  if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL) how = fmt::format(" (signal {})", WTERMSIG(status));
  if (WIFEXITED(status) && WEXITSTATUS(status) != 0) how = fmt::format(" (exit {})", WEXITSTATUS(status));
  const std::string complaint = take_complaint();
  throw TargetError(fmt::format("the target {}{}{}{}", what, how, complaint.empty() ? "" : ": ", complaint));
}

/// First line of what the target wrote to its standard error and nobody took yet.
std::string TargetProcess::take_complaint() {
  char bytes[4096];
  const ssize_t count = !complaints_ ? 0 : read(complaints_.get(), bytes, sizeof bytes);
  const std::string text(bytes, count > 0 ? static_cast<std::size_t>(count) : 0);
  return text.substr(0, text.find('\n'));
}

int TargetProcess::stop() {
  to_target_.reset();
  if (pid_ > 0 && !ended_ && !wait_until_ended(milliseconds(2000))) {
    kill(pid_, SIGKILL);
    wait_until_ended(milliseconds(2000));
  }
  from_target_.reset();
  return status_;
}

bool TargetProcess::wait_until_ended(milliseconds at_most) {
  const auto give_up = Clock::now() + at_most;
  while (!ended_) {
    const pid_t waited = waitpid(pid_, &status_, WNOHANG);
    ended_ = waited == pid_ || (waited < 0 && errno == ECHILD);
    if (!ended_ && Clock::now() >= give_up) return false;
    if (!ended_) poll(nullptr, 0, 1);
  }
  return true;
}

}  // namespace unblock::bench
