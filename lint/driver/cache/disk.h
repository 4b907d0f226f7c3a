// How paths are now, asked once a run for each.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "lint/driver/cache/manifest.h"

namespace unblock::lint {

class Disk {
 public:
  /// Size and time are believed where they are the same; where only the time differs, the content decides.
  bool is_still(std::string_view path, std::uint64_t path_hash, const PathState& state);

 private:
  struct Now {
    PathState state;
    bool has_content = false;
  };
  struct AsItIs {  // the keys are hashes already
    std::size_t operator()(std::uint64_t key) const { return key; }
  };

  std::unordered_map<std::uint64_t, Now, AsItIs> seen_;
};

/// Without the content of a file.
PathState state_of(const char* path);

/// Hash of a file's content. Nothing when it cannot be read, or is no regular file.
std::optional<std::uint64_t> content_hash(const char* path);

}  // namespace unblock::lint
