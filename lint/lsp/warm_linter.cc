#include "lint/lsp/warm_linter.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <utility>

extern char** environ;

namespace unblock::lint::lsp {
namespace {

using Clock = std::chrono::steady_clock;

/// Reads until `text` has `size` bytes. False at the end of the pipe, or at the deadline.
bool read_until(int pipe, std::size_t size, Clock::time_point deadline, std::string& text) {
  std::array<char, 65536> buffer;
  while (text.size() < size) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd polled = {pipe, POLLIN, 0};
    const int ready = left <= 0 ? 0 : ::poll(&polled, 1, static_cast<int>(left));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return false;
    const ssize_t got = ::read(pipe, buffer.data(), std::min(buffer.size(), size - text.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return true;
}

/// The number in front of the answer.
std::optional<std::size_t> read_length(int pipe, Clock::time_point deadline) {
  constexpr std::size_t kMostDigits = 12;
  std::string line;
  while (line.size() <= kMostDigits) {
    if (!read_until(pipe, line.size() + 1, deadline, line)) return {};
    const char letter = line.back();
    if (letter == '\n' && line.size() > 1) return std::stoull(line);
    if (letter < '0' || letter > '9') return {};
  }
  return {};
}

}  // namespace

void WarmLinter::let_go() {
  for (int* end : {&requests_, &answers_}) {
    if (*end >= 0) ::close(std::exchange(*end, -1));
  }
  if (process_ > 0) {
    ::kill(process_, SIGTERM);
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  process_ = -1;
  file_.clear();
}

bool WarmLinter::start(const std::vector<std::string>& command, const std::string& file) {
  std::array<int, 2> requests{}, answers{};
  if (::pipe2(requests.data(), O_CLOEXEC) != 0) return false;
  if (::pipe2(answers.data(), O_CLOEXEC) != 0) {
    ::close(requests[0]);
    ::close(requests[1]);
    return false;
  }
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  char stay[] = "--stay";
  words.insert(words.end(), {stay, const_cast<char*>(file.c_str()), nullptr});
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, requests[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, answers[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  if (::posix_spawn(&process_, words.front(), &files, nullptr, words.data(), environ) != 0) process_ = -1;
  posix_spawn_file_actions_destroy(&files);
  ::close(requests[0]);
  ::close(answers[1]);
  requests_ = requests[1];
  answers_ = answers[0];
  file_ = file;
  if (process_ < 0) let_go();
  return process_ > 0;
}

std::optional<std::string> WarmLinter::ask(unsigned timeout_s) {
  if (::write(requests_, "\n", 1) != 1) return {};
  const Clock::time_point deadline = Clock::now() + std::chrono::seconds(timeout_s);
  const auto length = read_length(answers_, deadline);
  std::string text;
  if (!length || !read_until(answers_, *length, deadline, text)) return {};
  return text;
}

std::optional<std::string> WarmLinter::lint(const std::vector<std::string>& command, const std::string& file, unsigned timeout_s) {
  const bool stays = file_ == file;
  if (!stays) let_go();
  if (!stays && !start(command, file)) return {};
  std::optional<std::string> text = ask(timeout_s);
  if (text) return text;
  let_go();
  // It may have ended because what it stood on has changed.
  if (!stays || !start(command, file)) return {};
  text = ask(timeout_s);
  if (!text) let_go();
  return text;
}

}  // namespace unblock::lint::lsp
