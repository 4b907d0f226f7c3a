// What a result depends on, every path that was looked at while a file was read, and the bytes in which it is kept beside the result.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unblock::lint {

enum class PathKind : std::uint8_t {
  absent,   ///< nothing is there; a header that appears later changes what is read
  present,  ///< something is there, and nobody read it
  folder,   ///< the list of its names was read
  file,     ///< its content was read
};

struct PathState {
  PathKind kind = PathKind::absent;
  std::uint64_t size = 0;       ///< of files
  std::int64_t changed_ns = 0;  ///< of files and folders; kNeverTrust where the time says nothing
  std::uint64_t content = 0;    ///< hash, of files

  friend bool operator==(const PathState&, const PathState&) = default;
};

/// For a file that changed so shortly before it was read that it may change again within the clock's step.
inline constexpr std::int64_t kNeverTrust = -1;

struct Dependency {
  std::string path;  ///< absolute
  PathState state;

  friend bool operator==(const Dependency&, const Dependency&) = default;
};

/// Whether a path is still as it was; `path_hash` is hash_of(path).
using StillThere = std::function<bool(std::string_view path, std::uint64_t path_hash, const PathState& state)>;

/// With a checksum over all.
std::string pack(std::vector<Dependency> dependencies, std::string_view payload);

/// The payload, when the bytes are whole and every dependency is still as it was. It points into `packed`.
std::optional<std::string_view> unpack(std::string_view packed, const StillThere& still_there);

}  // namespace unblock::lint
