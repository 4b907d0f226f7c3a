// One hash for contents and keys. Not for security: the cache is the user's own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace unblock::lint {

std::uint64_t hash_of(std::string_view bytes);

/// Collects parts, so that "ab", "c" and "a", "bc" differ.
class KeyMaker {
 public:
  KeyMaker& add(std::string_view part);
  /// 32 hexadecimal digits over everything added.
  std::string key() const;

 private:
  std::string bytes_;
};

}  // namespace unblock::lint
