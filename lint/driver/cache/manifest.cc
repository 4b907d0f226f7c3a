// Paths are sorted and share beginnings, so each is kept as its difference from the one before: half the bytes, and a thousand
// manifests are read in a run that finds nothing changed.
#include "lint/driver/cache/manifest.h"

#include <algorithm>
#include <cstring>

#include "lint/driver/cache/hash.h"

namespace unblock::lint {
namespace {

struct Header {
  char magic[8];
  std::uint64_t checksum;  ///< of what follows the header, and of the two numbers below
  std::uint64_t dependencies;
  std::uint64_t payload_bytes;
};

struct Record {
  std::uint64_t path_hash, size, content;
  std::int64_t changed_ns;
  std::uint16_t shared, rest;  ///< bytes that the path has in common with the one before, and bytes that follow here
  std::uint32_t kind;
};

constexpr char kMagic[8] = {'u', 'n', 'b', 'l', 'k', 'l', 't', '1'};
constexpr std::size_t kLongestPath = 65535;

std::uint64_t checksum(const Header& header, std::string_view body) {
  return hash_of(body) ^ (header.dependencies * 0x9e3779b97f4a7c15u) ^ (header.payload_bytes * 0xc2b2ae3d27d4eb4fu);
}

template <class T>
bool take(std::string_view& bytes, T& value) {
  if (bytes.size() < sizeof value) return false;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return true;
}

template <class T>
void put(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

std::string pack(std::vector<Dependency> dependencies, std::string_view payload) {
  std::erase_if(dependencies, [](const Dependency& each) { return each.path.size() > kLongestPath; });  // no system opens them
  std::sort(dependencies.begin(), dependencies.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  std::string body;
  std::string_view before;
  for (const Dependency& each : dependencies) {
    const auto [end, other] = std::mismatch(each.path.begin(), each.path.end(), before.begin(), before.end());
    const auto shared = static_cast<std::uint16_t>(end - each.path.begin());
    put(body, Record{hash_of(each.path), each.state.size, each.state.content, each.state.changed_ns, shared,
                     static_cast<std::uint16_t>(each.path.size() - shared), static_cast<std::uint32_t>(each.state.kind)});
    body.append(each.path, shared);
    before = each.path;
  }
  body.append(payload);
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.dependencies = dependencies.size();
  header.payload_bytes = payload.size();
  header.checksum = checksum(header, body);
  std::string packed;
  packed.reserve(sizeof header + body.size());
  put(packed, header);
  return packed.append(body);
}

std::optional<std::string_view> unpack(std::string_view packed, const StillThere& still_there) {
  Header header;
  if (!take(packed, header) || std::memcmp(header.magic, kMagic, sizeof kMagic) != 0 || header.checksum != checksum(header, packed)) return {};
  std::string path;
  for (std::uint64_t i = 0; i < header.dependencies; ++i) {
    Record record;
    if (!take(packed, record) || record.rest > packed.size() || record.shared > path.size()) return {};
    path.resize(record.shared);
    path.append(packed.substr(0, record.rest));
    packed.remove_prefix(record.rest);
    const PathState state{static_cast<PathKind>(record.kind), record.size, record.changed_ns, record.content};
    if (!still_there(path, record.path_hash, state)) return {};
  }
  if (packed.size() != header.payload_bytes) return {};
  return packed;
}

}  // namespace unblock::lint
