#include "bench/workloads/pattern_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

namespace unblock::bench {
namespace {

int check(int result, const char* what) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

/// Every eight bytes hold the number of the eight bytes.
void fill(std::span<std::uint64_t> words, std::uint64_t offset) {
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = offset / sizeof(std::uint64_t) + i;
}

void write_pattern(int descriptor, std::uint64_t bytes) {
  std::vector<std::uint64_t> words(64 * 1024);
  const std::uint64_t step = words.size() * sizeof(words[0]);
  for (std::uint64_t offset = 0; offset < bytes; offset += step) {
    fill(words, offset);
    const std::size_t size = std::min(step, bytes - offset);
    if (::pwrite(descriptor, words.data(), size, static_cast<off_t>(offset)) != static_cast<ssize_t>(size)) {
      throw std::system_error(errno, std::generic_category(), "the file to read from cannot be written");
    }
  }
  check(::fsync(descriptor), "fsync");
}

}  // namespace

PatternFile::PatternFile(std::uint64_t bytes, bool direct) {
  std::string name = (std::filesystem::temp_directory_path() / "unblock-XXXXXX").string();
  const int written = check(::mkostemp(name.data(), O_CLOEXEC), "a file to read from");
  descriptor_ = ::open(name.c_str(), O_RDONLY | O_CLOEXEC | (direct ? O_DIRECT : 0));
  const int error = errno;
  ::unlink(name.c_str());
  try {
    errno = error;
    check(descriptor_, "a file to read from");
    write_pattern(written, bytes);
  } catch (...) {
    ::close(written);
    if (descriptor_ >= 0) ::close(descriptor_);
    throw;
  }
  ::close(written);
}

PatternFile::~PatternFile() { ::close(descriptor_); }

std::string PatternFile::no_direct_reads() {
  static const std::string why = []() -> std::string {
    try {
      const PatternFile probe(kBlock, true);
      return {};
    } catch (const std::system_error& error) {
      return fmt::format("no direct reads in {}: {}", std::filesystem::temp_directory_path().string(), error.code().message());
    }
  }();
  return why;
}

bool PatternFile::matches(std::span<const std::byte> bytes, std::uint64_t offset) {
  for (std::size_t at = 0; at + sizeof(std::uint64_t) <= bytes.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof(word));
    if (word != (offset + at) / sizeof(word)) return false;
  }
  return true;
}

void FreeAligned::operator()(std::byte* memory) const { std::free(memory); }

AlignedBuffer aligned_buffer(std::size_t bytes) {
  const std::size_t whole = (bytes + kBlock - 1) / kBlock * kBlock;
  auto* memory = static_cast<std::byte*>(std::aligned_alloc(kBlock, whole));
  if (!memory) throw std::bad_alloc();
  return AlignedBuffer(memory);
}

}  // namespace unblock::bench
