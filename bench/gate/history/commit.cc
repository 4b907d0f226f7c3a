#include "bench/gate/history/commit.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <string_view>

namespace unblock::bench::gate {
namespace {

/// In small letters without separators: "GIT_COMMIT_HASH" is gitcommithash.
constexpr std::array<std::string_view, 12> kKeys = {"commit", "gitcommit", "commithash", "gitcommithash", "commitid", "commitsha", "gitsha", "githash",
                                                    "gitrevision", "revision", "vcsrevision", "sha"};

std::string plain(const std::string& key) {
  std::string made;
  for (const char c : key) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) made += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return made;
}

}  // namespace

std::string commit_of(const reports::Run& run) {
  for (const auto& [key, value] : run.environment) {
    if (!value.empty() && std::find(kKeys.begin(), kKeys.end(), plain(key)) != kKeys.end()) return value;
  }
  for (const char* name : {"GITHUB_SHA", "CI_COMMIT_SHA", "GIT_COMMIT"}) {
    if (const char* commit = std::getenv(name); commit && *commit) return commit;
  }
  return {};
}

}  // namespace unblock::bench::gate
