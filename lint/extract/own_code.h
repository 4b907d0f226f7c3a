// Which code is the project's own, and which is somebody else's that lies beside or in it.
#pragma once

#include <string>

namespace unblock::lint {

/// Whether a path lies in a folder for code of others: third_party, external, vendor, _deps and alike.
bool in_third_party_folder(const std::string& path);

/// The folder that counts as the project of `file`: where the nearest `.git` is, or "/" without one.
std::string project_root(const std::string& file);

class OwnCode {
 public:
  /// Everything.
  OwnCode() = default;
  /// What lies below `root`, a project's folder, without its folders for code of others.
  explicit OwnCode(std::string root) : root_(std::move(root)) {}

  bool contains(const std::string& path) const;

 private:
  std::string root_;
};

}  // namespace unblock::lint
