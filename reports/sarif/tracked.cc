#include "reports/sarif/tracked.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <vector>

extern char** environ;

namespace unblock::reports::sarif {
namespace {

/// Starts git with its standard output in `write_end`. The settings keep a repository of somebody else's from starting
/// programs of its choice.
pid_t start_git(const std::string& folder, int write_end, std::vector<const char*> arguments) {
  std::vector<const char*> all = {"git", "-C", folder.c_str(), "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  all.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, write_end, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t pid = -1;
  if (::posix_spawnp(&pid, "git", &files, nullptr, const_cast<char**>(all.data()), environ) != 0) pid = -1;
  posix_spawn_file_actions_destroy(&files);
  return pid;
}

/// What git prints, or nothing where it fails.
std::string output_of_git(const std::string& folder, const std::vector<const char*>& arguments) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {};
  const pid_t pid = start_git(folder, ends[1], arguments);
  ::close(ends[1]);
  std::string output;
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t got = pid < 0 ? 0 : ::read(ends[0], buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    output.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(ends[0]);
  int status = -1;
  while (pid > 0 && ::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status == 0 ? output : std::string();
}

}  // namespace

std::set<std::string> tracked_files_around(const std::string& folder) {
  std::string top = output_of_git(folder, {"rev-parse", "--show-toplevel"});
  if (top.empty()) return {};
  top.pop_back();  // the line end
  std::error_code error;
  const std::filesystem::path root = std::filesystem::canonical(top, error);
  if (error) return {};
  std::set<std::string> files;
  const std::string names = output_of_git(top, {"ls-files", "-z", "--full-name"});
  for (std::size_t begin = 0; begin < names.size();) {
    const std::size_t end = std::min(names.find('\0', begin), names.size());
    files.insert((root / names.substr(begin, end - begin)).string());
    begin = end + 1;
  }
  return files;
}

}  // namespace unblock::reports::sarif
