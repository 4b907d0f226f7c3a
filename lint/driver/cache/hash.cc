#include "lint/driver/cache/hash.h"

#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace unblock::lint {

std::uint64_t hash_of(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

KeyMaker& KeyMaker::add(std::string_view part) {
  const std::uint64_t size = part.size();
  bytes_.append(reinterpret_cast<const char*>(&size), sizeof size).append(part);
  return *this;
}

std::string KeyMaker::key() const {
  const XXH128_hash_t hash = XXH3_128bits(bytes_.data(), bytes_.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace unblock::lint
