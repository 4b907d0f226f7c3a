// A temporary folder that goes away with its owner.
#pragma once

#include <stdlib.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "reports/model/error.h"

namespace unblock::bench::gate {

class ScratchFolder {
 public:
  ScratchFolder() {
    const char* parent = std::getenv("TMPDIR");
    path_ = std::string(parent && *parent ? parent : "/tmp") + "/unblock-gate-XXXXXX";
    if (!::mkdtemp(path_.data())) throw reports::InputError("cannot create a temporary folder '" + path_ + "': set TMPDIR to a folder that can be written");
  }
  ~ScratchFolder() {
    constexpr auto kFailed = static_cast<std::uintmax_t>(-1);
    std::error_code ignored;
    if (std::filesystem::remove_all(path_, ignored) == kFailed) std::filesystem::remove_all(path_, ignored);  // an interrupted call, say
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace unblock::bench::gate
