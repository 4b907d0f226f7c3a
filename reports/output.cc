#include "reports/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "reports/descriptor.h"
#include "reports/model/error.h"

namespace unblock::reports {
namespace {

[[noreturn]] void refuse(const std::string& output, const std::string& why) { throw InputError(fmt::format("cannot write '{}': {}", output, why)); }

/// A file is replaced by one that is made beside it: such a one is made and removed.
void require_room_beside(const std::string& output) {
  const std::string file = resolve(output);
  const std::size_t slash = file.rfind('/');
  const std::string folder = slash == file.npos ? "." : slash == 0 ? "/"
                                                                   : file.substr(0, slash);
  if (::access(folder.c_str(), F_OK) != 0) refuse(output, errno == ENOENT ? fmt::format("the folder '{}' does not exist", folder) : std::strerror(errno));
  std::string probe = folder + "/unblock-XXXXXX";
  const Descriptor nameless(::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
  if (nameless.get() >= 0) return;
  const Descriptor named(::mkstemp(probe.data()));  // not every file system can do without a name
  if (named.get() < 0) refuse(output, fmt::format("the folder '{}' is not writable ({})", folder, std::strerror(errno)));
  ::unlink(probe.c_str());
}

void require_open_for_writing(int fd, const std::string& output) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0) refuse(output, std::strerror(errno));
  if ((flags & O_ACCMODE) == O_RDONLY) refuse(output, "it is not open for writing");
}

void require_writable(const std::string& output) {
  if (const int fd = output_stream(output); fd >= 0) return require_open_for_writing(fd, output);
  struct stat status{};
  if (::stat(output.c_str(), &status) != 0) {
    if (errno != ENOENT && errno != ENOTDIR) refuse(output, std::strerror(errno));
    return require_room_beside(output);
  }
  if (S_ISDIR(status.st_mode)) refuse(output, "it is a folder");
  if (S_ISBLK(status.st_mode)) refuse(output, "it is a disk");
  if (S_ISSOCK(status.st_mode)) refuse(output, "it is a socket");
  if (::faccessat(AT_FDCWD, output.c_str(), W_OK, AT_EACCESS) != 0) refuse(output, std::strerror(errno));  // of a file, a rename would not ask
  if (S_ISREG(status.st_mode)) require_room_beside(output);
}

bool is_same_file(const std::string& one, const std::string& other) {
  std::error_code none;
  return std::filesystem::is_regular_file(one, none) && std::filesystem::equivalent(one, other, none);
}

/// Of two outputs: also where there is no file yet.
bool is_same_place(const std::string& one, const std::string& other) {
  if (output_stream(one) >= 0 || output_stream(other) >= 0 || !is_replaced(one)) return false;
  std::error_code none;
  const auto place = [&](const std::string& path) { return std::filesystem::weakly_canonical(std::filesystem::absolute(path, none), none); };
  return is_same_file(one, other) || (!place(one).empty() && place(one) == place(other));
}

}  // namespace

bool is_standard_output(const std::string& output) { return output_stream(output) == STDOUT_FILENO; }

bool is_replaced(const std::string& output) {
  struct stat status{};
  return output_stream(output) < 0 && (::stat(output.c_str(), &status) != 0 || S_ISREG(status.st_mode));
}

void require_outputs(std::span<const std::string> outputs, std::span<const std::string> inputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (outputs[i].empty()) throw InputError("the name of an output is empty");
    for (const std::string& input : inputs) {
      if (is_same_file(outputs[i], input)) refuse(outputs[i], "it is one of the inputs");
    }
    for (std::size_t before = 0; before < i; ++before) {
      if (is_same_place(outputs[before], outputs[i])) refuse(outputs[i], "another output goes there too");
    }
    require_writable(outputs[i]);
  }
}

void require_output(const std::string& output, std::span<const std::string> inputs) { require_outputs(std::span(&output, 1), inputs); }

}  // namespace unblock::reports
