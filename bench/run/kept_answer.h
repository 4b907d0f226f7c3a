// What a worker said about itself, kept in the user's cache folder until something that it depends on is another: otherwise `list`, a run
// and a mistyped name would each start all workers, with their interpreters.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace unblock::bench {

class KeptAnswer {
 public:
  explicit KeptAnswer(const std::string& worker);

  /// Nothing where none was kept, or something has changed since.
  std::optional<std::string> read() const;
  /// `needs`: files and folders, and environment variables as "$NAME". Best effort: without a home, or with a full disk, nothing is kept.
  void write(const std::string& answer, const std::vector<std::string>& needs) const;

 private:
  std::string file_;  ///< empty: nothing is kept
};

/// What the answer of a worker depends on, itself first. A compiled one depends on nothing else; a script is asked (--unblock_depends).
/// Nothing where it does not know.
std::optional<std::vector<std::string>> needs_of(const std::string& worker);

}  // namespace unblock::bench
