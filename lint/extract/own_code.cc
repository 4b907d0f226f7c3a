#include "lint/extract/own_code.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>

namespace unblock::lint {

namespace fs = std::filesystem;

bool in_third_party_folder(const std::string& path) {
  static const std::set<std::string> kFolders = {"third_party", "third-party", "thirdparty", "3rdparty", "external", "extern",
                                                 "vendor", "vendored", "_deps", "node_modules", "submodules",
                                                 "doctest", "catch2", "googletest", "gtest"};
  const fs::path folders = fs::path(path).parent_path();
  return std::any_of(folders.begin(), folders.end(), [](const fs::path& part) { return kFolders.count(part.string()) != 0; });
}

std::string project_root(const std::string& file) {
  std::error_code error;
  for (fs::path here = fs::path(file).parent_path();; here = here.parent_path()) {
    if (fs::exists(here / ".git", error)) return here.string();
    if (here == here.parent_path()) return "/";
  }
}

bool OwnCode::contains(const std::string& path) const {
  if (root_.empty()) return true;
  if (root_ == "/") return !in_third_party_folder(path);
  return path.starts_with(root_ + "/") && !in_third_party_folder(path.substr(root_.size()));
}

}  // namespace unblock::lint
