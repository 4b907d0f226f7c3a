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
  Reader ahead = code;
  std::uint8_t byte = 0;
  if (!ahead.number(byte)) return false;
  if (byte == 0x41 && !ahead.number(byte)) return false;  // r8 to r15
  if (byte < 0x50 || byte > 0x57) return false;
  code = ahead;
  return true;
}

/// Between the pushes, compilers move arguments from register to register.
bool takes_move(Reader& code) {
  Reader ahead = code;
  std::uint8_t byte = 0, operands = 0;
  if (!ahead.number(byte)) return false;
  if ((byte & 0xf0) == 0x40 && !ahead.number(byte)) return false;  // a prefix
  const bool is_move = byte == 0x89 || byte == 0x8b || byte == 0x31;  // mov, mov, xor
  if (!is_move || !ahead.number(operands) || operands < 0xc0) return false;
  code = ahead;
  return true;
}

}  // namespace

std::optional<std::uint64_t> frame_distance(const unsigned char* bytes, std::size_t size) {
  Reader code(bytes, size);
  code.takes({0xf3, 0x0f, 0x1e, 0xfa});                                            // endbr64
  if (!code.takes({0x55}) || !code.takes({0x48, 0x89, 0xe5})) return std::nullopt;  // push %rbp; mov %rsp,%rbp
  std::uint64_t distance = 0;
  for (bool goes_on = true; goes_on;) {
    const bool pushes = takes_push(code);
    if (pushes) distance += 8;
    goes_on = pushes || takes_move(code);
  }
  std::int8_t small = 0;
  std::int32_t large = 0;
  if (code.takes({0x48, 0x83, 0xec}) && code.number(small)) return small < 0 ? std::nullopt : std::optional(distance + static_cast<std::uint64_t>(small));
  if (code.takes({0x48, 0x81, 0xec}) && code.number(large)) return large < 0 ? std::nullopt : std::optional(distance + static_cast<std::uint64_t>(large));
  return distance;
}

}  // namespace unblock::watch
