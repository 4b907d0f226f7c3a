// The frames of the functions in which a process waits, for what only knows where its threads enter the kernel.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <unordered_map>

namespace unblock::watch {

class Image;

/// How far the stack pointer lies below its caller's in the functions of one process that wait. libc makes one call at two lines of
/// its function, and saves registers before the second: which one it is depends on whether the program has started a thread.
class WaitFrames {
 public:
  static constexpr std::uint64_t kMost = 1024;

  explicit WaitFrames(pid_t process);
  ~WaitFrames();

  /// In bytes, with the return address; 0 where the code does not say.
  std::uint64_t size_at(std::uint64_t pc);

 private:
  std::uint64_t find(std::uint64_t pc);
  std::uint64_t unwound(std::uint64_t pc);

  pid_t process_;
  std::unique_ptr<Image> image_;
  std::unordered_map<std::uint64_t, std::uint64_t> known_;
};

}  // namespace unblock::watch
