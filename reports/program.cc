#include "reports/program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iostream>
#include <new>
#include <string_view>

#include "reports/model/error.h"
#include "reports/text/clean.h"

namespace unblock::reports {
namespace {

constexpr int kCouldNot = 2;

/// Opened the wrong way round, so that reading or writing fails as it does on a closed descriptor.
void fill_standard_descriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    [[maybe_unused]] const int filled = ::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

/// Memory that ends inside a destructor (nlohmann's values allocate to be destroyed) ends here. Nothing may be allocated.
[[noreturn]] void on_terminate() {
  try {
    if (const std::exception_ptr error = std::current_exception()) std::rethrow_exception(error);
  } catch (const std::bad_alloc&) {
    constexpr std::string_view kSentence = "unblock: out of memory: give fewer or smaller files\n";
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, kSentence.data(), kSentence.size());
    ::_exit(kCouldNot);
  } catch (...) {
  }
  std::abort();
}

/// The system's word without the library's own part: "filesystem error: cannot get file size: File name too long [/a/b]".
std::string sentence_of(const std::filesystem::filesystem_error& error) {
  const std::string path = error.path1().string();
  constexpr std::size_t kShown = 200;
  return path.empty() ? error.code().message() : fmt::format("cannot use '{}': {}", text::shortened(path, kShown), error.code().message());
}

/// Empty where all of it reached standard output.
std::string why_not_printed() {
  std::cout.flush();
  const bool flushed = std::fflush(stdout) == 0;
  const int error = errno;
  if (flushed && std::ferror(stdout) == 0 && std::cout.good()) return {};
  return flushed ? "cannot write to standard output" : fmt::format("cannot write to standard output: {}", std::strerror(error));
}

}  // namespace

int complain(const std::string& name, const std::string& sentence) {
  std::string line = text::clean(sentence);
  std::replace(line.begin(), line.end(), '\n', ' ');
  std::fprintf(stderr, "%s: %s\n", name.c_str(), line.c_str());
  return kCouldNot;
}

int run_program(const std::string& name, const std::function<int()>& work) {
  fill_standard_descriptors();
  std::set_terminate(on_terminate);
  try {
    const int code = work();
    const std::string unprinted = why_not_printed();
    return unprinted.empty() ? code : complain(name, unprinted);
  } catch (const InputError& error) {
    return complain(name, error.what());
  } catch (const std::bad_alloc&) {
    return complain(name, "out of memory: give fewer or smaller files");
  } catch (const std::filesystem::filesystem_error& error) {
    return complain(name, sentence_of(error));
  } catch (const std::exception& error) {
    return complain(name, fmt::format("stopped: {}", error.what()));
  }
}

}  // namespace unblock::reports
