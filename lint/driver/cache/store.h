// Results kept between runs: one small file for each file and set of flags, below one folder. Several processes may use it at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lint/driver/cache/disk.h"
#include "lint/driver/cache/manifest.h"

namespace unblock::lint {

class Store {
 public:
  /// `folder` is made when something is stored. Empty: nothing is found and nothing kept.
  explicit Store(std::string folder) : folder_(std::move(folder)) {}

  bool is_on() const { return !folder_.empty(); }

  /// What was kept under `key`, when nothing that it depends on has changed. A damaged entry is as none.
  std::optional<std::string> find(const std::string& key, Disk& disk) const;

  /// Replaces the entry whole or not at all. Returns why it could not, or nothing.
  std::string keep(const std::string& key, std::vector<Dependency> dependencies, std::string_view payload) const;

  /// Removes the entries that were used longest ago until four fifths of the limit are left, and what dead processes left.
  void shrink(std::uint64_t limit_bytes) const;

 private:
  std::string path_of(const std::string& key) const;

  std::string folder_;
};

/// The user's own: $XDG_CACHE_HOME/unblock/lint or ~/.cache/unblock/lint. Empty without a home.
std::string default_store_folder();

}  // namespace unblock::lint
