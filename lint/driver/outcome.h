// What a run found, gathered from the files as they end.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "lint/driver/fix_ledger.h"
#include "lint/driver/result.h"

namespace unblock::lint {

struct Outcome {
  std::vector<LintFinding> findings;    ///< sorted by place, each once
  std::vector<LintFinding> known;       ///< findings of the baseline, once they have been told from the others
  std::vector<FileResult> unread;       ///< files of which nothing was linted, without findings
  std::vector<FileResult> incomplete;   ///< files linted as far as they parsed, without findings
  std::set<std::string> declared;       ///< functions of the user's models that some file declares
  std::size_t files = 0;                ///< to be linted
  std::size_t done = 0;                 ///< of them, until the end or the signal
  FixLedger fixes;
  int signal = 0;                       ///< what stopped the run; 0 when nothing did
};

/// Takes results in the order in which files end, and hands them on in the order of the files, so that what is printed meanwhile
/// does not depend on how many files are linted at a time. With `at_once` it hands on each as it comes.
class Gatherer {
 public:
  using Sink = std::function<void(const FileResult& result)>;

  /// `sink` sees every finding once: what another file has reported before is taken out of the result.
  Gatherer(std::size_t files, bool at_once, Sink sink);

  void add(std::size_t index, FileResult result);
  /// After the last one, what comes after a gap too: then the findings that only all files together show are added, and those that the
  /// other files could have excused.
  void add_linked(std::vector<LintFinding> findings, const std::set<std::string>& excuses);
  Outcome finish(int signal);

 private:
  using Key = std::tuple<std::string, unsigned, unsigned, std::string, std::string>;

  void hand_on_all();
  void hand_on(FileResult result);
  void take_findings(FileResult& result);

  bool at_once_;
  Sink sink_;
  std::size_t next_ = 0;
  std::map<std::size_t, FileResult> waiting_;
  std::map<Key, std::size_t> seen_;  ///< index into the outcome's findings
  std::vector<LintFinding> excusable_;
  Outcome outcome_;
};

}  // namespace unblock::lint
