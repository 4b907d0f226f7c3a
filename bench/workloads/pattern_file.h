// A file whose bytes are known from their place, to read from; and buffers that direct reads can use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace unblock::bench {

/// Has no name any more once it is open; gone with the process. Throws std::system_error.
class PatternFile {
 public:
  PatternFile(std::uint64_t bytes, bool direct);
  ~PatternFile();
  PatternFile(const PatternFile&) = delete;
  PatternFile& operator=(const PatternFile&) = delete;

  int descriptor() const { return descriptor_; }
  /// Why the folder for temporary files cannot be read past the page cache; empty: it can.
  static std::string no_direct_reads();
  static bool matches(std::span<const std::byte> bytes, std::uint64_t offset);

 private:
  int descriptor_ = -1;
};

/// Direct reads need memory and sizes in whole blocks.
inline constexpr std::size_t kBlock = 4096;
struct FreeAligned {
  void operator()(std::byte* memory) const;
};
using AlignedBuffer = std::unique_ptr<std::byte[], FreeAligned>;
AlignedBuffer aligned_buffer(std::size_t bytes);

}  // namespace unblock::bench
