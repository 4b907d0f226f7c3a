#include "watch/command/program.h"

#include <elf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include "reports/model/error.h"
#include "watch/area/area.h"

namespace unblock::watch {
namespace {

using reports::InputError;

bool is_executable_file(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode) && ::access(path.c_str(), X_OK) == 0;
}

enum class Kind {
  dynamic,
  without_loader,
  script,
  other
};

/// What the kernel will do with the file: only a dynamic program reads LD_PRELOAD. A static one that has our library says so by a note.
Kind kind_of(const std::string& path, std::string& interpreter, bool& has_library) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  const std::string bytes = text.str();
  if (bytes.starts_with("#!")) {
    std::istringstream line(bytes.substr(2, bytes.find('\n') - 2));
    line >> interpreter;
    return Kind::script;
  }
  if (bytes.size() < sizeof(Elf64_Ehdr) || std::memcmp(bytes.data(), ELFMAG, SELFMAG) != 0 || bytes[EI_CLASS] != ELFCLASS64) return Kind::other;
  has_library = bytes.find(kLibraryMark) != std::string::npos;
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof header);
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr part;
    const std::size_t at = header.e_phoff + std::size_t{i} * header.e_phentsize;
    if (at > bytes.size() || bytes.size() - at < sizeof part) break;
    std::memcpy(&part, bytes.data() + at, sizeof part);
    if (part.p_type == PT_INTERP) return Kind::dynamic;
  }
  return Kind::without_loader;
}

void check_file(const std::string& path, const std::string& name, int depth) {
  std::string interpreter;
  bool has_library = false;
  const Kind kind = kind_of(path, interpreter, has_library);
  if (kind == Kind::script && depth < 4) {
    if (const std::string found = find_program(interpreter); !found.empty()) check_file(found, name, depth + 1);
    return;
  }
  if (kind == Kind::without_loader && !has_library) {
    throw InputError(fmt::format(
        "cannot watch '{}': it is linked statically, so nothing can be preloaded. Link it with "
        "libunblock-watch.a (CMake target Unblock::watch), or run it and use -p PID as root",
        name));
  }
  struct stat info{};
  const bool raised = ::stat(path.c_str(), &info) == 0 && ((info.st_mode & S_ISUID && info.st_uid != ::geteuid()) ||
                                                           (info.st_mode & S_ISGID && info.st_gid != ::getegid()));
  const bool capable = ::geteuid() != 0 && ::getxattr(path.c_str(), "security.capability", nullptr, 0) > 0;
  if ((raised || capable) && !has_library) {
    throw InputError(fmt::format(
        "cannot watch '{}': it runs with another user's rights (setuid, setgid or file capabilities), so the system "
        "preloads nothing. Watch a copy without them, or run it and use -p PID as root",
        name));
  }
}

void add_to_environment(const char* key, const std::string& value) {
  const char* old = std::getenv(key);
  ::setenv(key, old && *old ? (value + ":" + old).c_str() : value.c_str(), 1);
}

[[noreturn]] void become(const std::vector<std::string>& program, int error_pipe) {
  std::vector<char*> arguments;
  for (const std::string& argument : program) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  const int error = errno;
  if (::write(error_pipe, &error, sizeof error) < 0) ::_exit(126);
  ::_exit(127);
}

}  // namespace

std::string find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) return is_executable_file(name) ? name : "";
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "/usr/local/bin:/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (const std::string file = (folder.empty() ? "." : folder) + "/" + name; is_executable_file(file)) return file;
  }
  return "";
}

void check_program(const std::vector<std::string>& program) {
  const std::string path = find_program(program.front());
  if (!path.empty()) return check_file(path, program.front(), 0);
  if (::access(program.front().c_str(), F_OK) == 0) throw InputError(fmt::format("cannot watch '{}': it cannot be executed", program.front()));
  throw InputError(fmt::format("cannot watch '{}': there is no such program", program.front()));
}

pid_t start_program(const std::vector<std::string>& program, const std::string& library, const std::string& area_path, const sigset_t& mask) {
  const auto of_children = ::signal(SIGCHLD, SIG_DFL);  // where it is ignored, nobody could wait for the program
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw InputError(fmt::format("cannot start '{}': {}", program.front(), std::strerror(errno)));
  const pid_t child = ::fork();
  if (child < 0) throw InputError(fmt::format("cannot start '{}': {}", program.front(), std::strerror(errno)));
  if (child == 0) {
    ::signal(SIGCHLD, of_children);
    ::sigprocmask(SIG_SETMASK, &mask, nullptr);
    add_to_environment("LD_PRELOAD", library);
    ::setenv(kAreaVariable, area_path.c_str(), 1);
    become(program, ends[1]);
  }
  ::close(ends[1]);
  int error = 0;
  const bool failed = ::read(ends[0], &error, sizeof error) == sizeof error;
  ::close(ends[0]);
  if (failed) throw InputError(fmt::format("cannot start '{}': {}", program.front(), std::strerror(error)));
  return child;
}

}  // namespace unblock::watch
