#include "lint/driver/since.h"

#include <fmt/format.h>
#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/Program.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <sstream>

#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

/// A file that goes away by itself.
class Temporary {
 public:
  Temporary() {
    if (llvm::sys::fs::createTemporaryFile("unblock-lint", "txt", path_)) throw reports::InputError("cannot make a temporary file: is the disk full?");
  }
  ~Temporary() { llvm::sys::fs::remove(path_); }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  llvm::StringRef path() const { return path_; }
  std::string text() const { return reports::read_file(path_.str().str()); }

 private:
  llvm::SmallString<128> path_;
};

std::string git(const std::string& folder, std::initializer_list<llvm::StringRef> arguments, const std::string& revision) {
  const auto program = llvm::sys::findProgramByName("git");
  if (!program) throw reports::InputError("--since needs git: install it");
  const Temporary out, err;
  std::vector<llvm::StringRef> all = {*program, "-C", folder};
  all.insert(all.end(), arguments);
  if (llvm::sys::ExecuteAndWait(*program, all, std::nullopt, {llvm::StringRef(""), out.path(), err.path()}) == 0) return out.text();
  std::string why = err.text();
  why = why.substr(0, why.find('\n'));
  throw reports::InputError(fmt::format("cannot compare with '{}': git says: {}", revision, why.empty() ? "nothing" : why));
}

std::string commit_of(const std::string& revision, const std::string& folder) {
  try {
    // A revision that begins with a dash would be an option.
    return git(folder, {"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"}, revision);
  } catch (const reports::InputError&) {  // of which git says no more than that it needs one
    throw reports::InputError(fmt::format("cannot compare with '{}': git knows no such commit here", revision));
  }
}

unsigned number(std::string_view text) {
  unsigned value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// "@@ -1,2 +3,4 @@": the lines 3 to 6 of the new file. A mere removal touches the lines around it.
std::pair<unsigned, unsigned> changed_lines(const std::string& header) {
  const std::size_t plus = header.find('+');
  const std::size_t end = header.find(' ', plus);
  const std::string range = header.substr(plus + 1, end - plus - 1);
  const std::size_t comma = range.find(',');
  const unsigned first = number(range), count = comma == std::string::npos ? 1 : number(std::string_view(range).substr(comma + 1));
  return count == 0 ? std::pair(first, first + 1) : std::pair(first, first + count - 1);
}

}  // namespace

ChangedLines ChangedLines::since(const std::string& revision, const std::string& folder) {
  std::string root = git(folder, {"rev-parse", "--show-toplevel"}, revision);
  root = root.substr(0, root.find('\n'));
  const std::string commit = commit_of(revision, folder);
  ChangedLines changed = parse(git(root, {"-c", "core.quotePath=false", "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-renames", "--src-prefix=a/", "--dst-prefix=b/", commit.substr(0, commit.find('\n')), "--"},
                                   revision),
                               root);
  changed.add_untracked(git(root, {"ls-files", "--others", "--exclude-standard", "-z"}, revision), root);
  return changed;
}

/// What nobody has told git about yet is new as a whole.
void ChangedLines::add_untracked(const std::string& names, const std::string& root) {
  std::istringstream each(names);
  for (std::string name; std::getline(each, name, '\0');) ranges_[fmt::format("{}/{}", root, name)].emplace_back(1u, std::numeric_limits<unsigned>::max());
}

ChangedLines ChangedLines::parse(const std::string& diff, const std::string& root) {
  ChangedLines changed;
  std::istringstream lines(diff);
  std::string file;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("+++ ")) {
      file = line.starts_with("+++ b/") ? fmt::format("{}/{}", root, line.substr(6, line.find('\t') - 6)) : "";
    } else if (line.starts_with("@@ ") && !file.empty()) {
      changed.ranges_[file].push_back(changed_lines(line));
    }
  }
  return changed;
}

bool ChangedLines::contains(const reports::Location& at) const {
  const auto file = ranges_.find(at.file);
  return file != ranges_.end() &&
         std::any_of(file->second.begin(), file->second.end(), [&](const auto& range) { return range.first <= at.line && at.line <= range.second; });
}

bool ChangedLines::touch(const reports::Finding& finding) const {
  return contains(finding.location) ||
         std::any_of(finding.chain.begin(), finding.chain.end(), [&](const reports::Step& step) { return contains(step.location); });
}

}  // namespace unblock::lint
