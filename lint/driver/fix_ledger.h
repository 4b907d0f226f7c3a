// Which fixes may be applied: what every file that reads the place asks for, in text that is still as it was read.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lint/driver/result.h"

namespace unblock::lint {

class FixLedger {
 public:
  /// What one unit read, and what it asks for.
  void add(const FileResult& result);

  /// Whether each unit that read the places of a fix asks for the same fix: in a shared header one that does not may be broken by it.
  bool all_agree(const LintFinding& found) const;

  /// Whether this is the text that was read; nobody rewrites another one.
  bool is_as_read(const std::string& file, std::string_view text) const;

 private:
  struct Read {
    std::uint64_t size = 0, hash = 0;
    unsigned units = 0;
    bool changed = false;  ///< two units read different texts
  };
  std::map<std::string, Read> files_;
  std::map<std::string, unsigned> asked_;  ///< how many units want a fix, by all of its parts
};

}  // namespace unblock::lint
