#include "watch/stack/prologue.h"

#include <cstring>

namespace unblock::watch {
namespace {

class Reader {
 public:
  Reader(const unsigned char* code, std::size_t size) : code_(code), left_(size) {}

  template <std::size_t N>
  bool takes(const unsigned char (&bytes)[N]) {
    if (left_ < N || std::memcmp(code_, bytes, N) != 0) return false;
    skip(N);
    return true;
  }
  template <class Number>
  bool number(Number& to) {
    if (left_ < sizeof to) return false;
    std::memcpy(&to, code_, sizeof to);
    skip(sizeof to);
    return true;
  }

 private:
  void skip(std::size_t count) {
    code_ += count;
    left_ -= count;
  }
  const unsigned char* code_;
  std::size_t left_;
};

bool takes_push(Reader& code) {
  constexpr unsigned char kPushes[][2] = {{0x41, 0x54}, {0x41, 0x55}, {0x41, 0x56}, {0x41, 0x57}};  // r12 to r15
  for (const auto& push : kPushes) {
    if (code.takes(push)) return true;
  }
  return code.takes({0x53});  // rbx
}

}  // namespace

std::optional<std::uint64_t> frame_distance(const unsigned char* bytes, std::size_t size) {
  Reader code(bytes, size);
  code.takes({0xf3, 0x0f, 0x1e, 0xfa});                                            // endbr64
  if (!code.takes({0x55}) || !code.takes({0x48, 0x89, 0xe5})) return std::nullopt;  // push %rbp; mov %rsp,%rbp
  std::uint64_t distance = 0;
  while (takes_push(code)) distance += 8;
  std::int8_t small = 0;
  std::int32_t large = 0;
  if (code.takes({0x48, 0x83, 0xec}) && code.number(small)) return small < 0 ? std::nullopt : std::optional(distance + static_cast<std::uint64_t>(small));
  if (code.takes({0x48, 0x81, 0xec}) && code.number(large)) return large < 0 ? std::nullopt : std::optional(distance + static_cast<std::uint64_t>(large));
  return distance;
}

}  // namespace unblock::watch
