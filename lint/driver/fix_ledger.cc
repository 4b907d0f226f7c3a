#include "lint/driver/fix_ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lint/driver/cache/hash.h"

namespace unblock::lint {
namespace {

std::string key_of(const LintFinding& found) {
  std::string key;
  for (const Replacement& part : found.fix) key += fmt::format("{}\n{}+{}\n{}\n", part.file, part.offset, part.length, part.text);
  return key;
}

}  // namespace

void FixLedger::add(const FileResult& result) {
  std::set<std::string> counted;  // one file may have been asked for by several names
  for (const ReadFile& file : result.read) {
    if (!counted.insert(file.path).second) continue;
    Read& read = files_[file.path];
    if (read.units++ == 0) {
      read.size = file.size;
      read.hash = file.hash;
    } else if (read.size != file.size || read.hash != file.hash) {
      read.changed = true;
    }
  }
  std::set<std::string> wanted;  // a unit asks once, however many of its findings are fixed by it
  for (const LintFinding& found : result.findings) {
    if (!found.fix.empty()) wanted.insert(key_of(found));
  }
  for (const std::string& key : wanted) ++asked_[key];
}

bool FixLedger::all_agree(const LintFinding& found) const {
  const auto asked = asked_.find(key_of(found));
  if (asked == asked_.end()) return false;
  return std::all_of(found.fix.begin(), found.fix.end(), [&](const Replacement& part) {
    const auto read = files_.find(part.file);
    return read != files_.end() && read->second.units == asked->second;
  });
}

bool FixLedger::is_as_read(const std::string& file, std::string_view text) const {
  const auto read = files_.find(file);
  return read != files_.end() && !read->second.changed && read->second.size == text.size() && read->second.hash == hash_of(text);
}

}  // namespace unblock::lint
