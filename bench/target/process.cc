#include "bench/target/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

extern char** environ;

namespace unblock::bench {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

struct Pipe {
  int read_end = -1, write_end = -1;
  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw TargetError(fmt::format("no pipe to the target: {}", std::strerror(errno)));
    read_end = ends[0];
    write_end = ends[1];
  }
};

std::string default_executable() {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "unblock-target").string();
}

/// Starts `arguments[0]` with the three descriptors, in a process group of its own so that Ctrl-C at the terminal
/// reaches the harness only. Returns an errno value.
int spawn(std::vector<std::string>& arguments, int input, int output, int errors, pid_t& pid) {
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input, 0);
  posix_spawn_file_actions_adddup2(&files, output, 1);
  posix_spawn_file_actions_adddup2(&files, errors, 2);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  const int error = posix_spawn(&pid, argv[0], &files, &attributes, argv.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

void close_descriptor(int& fd) {
  if (fd >= 0) close(fd);
  fd = -1;
}

}  // namespace

TargetReport parse_target_report(const std::string& line) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  TargetReport report;
  try {
    report.connections = json.at("connections");
    report.closed = json.at("closed");
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
    close_descriptor(complaints_);
    throw;
  }
}

TargetProcess::~TargetProcess() {
  stop();
  if (const std::string rest = take_complaint(); !rest.empty()) fmt::print(stderr, "{}\n", rest);
  close_descriptor(complaints_);
}

void TargetProcess::start(const TargetOptions& options) {
  Pipe commands, answers, complaints;
  to_target_ = commands.write_end;
  from_target_ = answers.read_end;
  complaints_ = complaints.read_end;
  fcntl(complaints_, F_SETFL, O_NONBLOCK);
  std::vector<std::string> arguments = {options.executable};
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  const int error = spawn(arguments, commands.read_end, answers.write_end, complaints.write_end, pid_);
  for (int fd : {commands.read_end, answers.write_end, complaints.write_end}) close(fd);
  if (error != 0) {
    pid_ = -1;
    ended_ = true;
    throw TargetError(fmt::format("cannot start the target '{}': {}", options.executable, std::strerror(error)));
  }
  const std::string line = read_line();
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("port") || !json["port"].is_number_unsigned()) {
    throw TargetError(fmt::format("'{}' is not the target: it said '{}'", options.executable, line.substr(0, 80)));
  }
  port_ = json["port"];
}

void TargetProcess::run_on(const std::vector<int>& cpus) {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int cpu : cpus) CPU_SET(static_cast<std::size_t>(cpu), &set);
  if (sched_setaffinity(pid_, sizeof set, &set) != 0) {
    throw TargetError(fmt::format("cannot move the target to the CPUs asked for: {}", std::strerror(errno)));
  }
}

void TargetProcess::reset() {
  if (const std::string answer = ask("reset\n"); answer != "{\"reset\":true}") fail("answered '" + answer + "' to reset");
}

TargetReport TargetProcess::report() { return parse_target_report(ask("report\n")); }

std::string TargetProcess::ask(const std::string& command) {
  if (ended_ || to_target_ < 0) throw TargetError("the target was stopped before it was asked");
  // A pipe whose reader has died raises SIGPIPE; it is kept from this thread and taken away again.
  sigset_t pipe_signal, before;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
  const ssize_t count = write(to_target_, command.data(), command.size());
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
    pollfd answer{from_target_, POLLIN, 0};
    const int ready = left > 0 ? poll(&answer, 1, static_cast<int>(left)) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) {
      kill(pid_, SIGKILL);  // one that hangs does not go when asked
      fail(fmt::format("did not answer within {} ms", deadline_.count()));
    }
    char bytes[4096];
    const ssize_t count = read(from_target_, bytes, sizeof bytes);
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
  const ssize_t count = complaints_ < 0 ? 0 : read(complaints_, bytes, sizeof bytes);
  const std::string text(bytes, count > 0 ? static_cast<std::size_t>(count) : 0);
  return text.substr(0, text.find('\n'));
}

int TargetProcess::stop() {
  close_descriptor(to_target_);
  if (pid_ > 0 && !ended_ && !wait_until_ended(milliseconds(2000))) {
    kill(pid_, SIGKILL);
    wait_until_ended(milliseconds(2000));
  }
  close_descriptor(from_target_);
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
