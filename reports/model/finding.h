// What the linter found, as plain values. Any tool's SARIF reads into the same shape.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace unblock::reports {

enum class Severity {
  note,
  warning,
  error
};

/// A place in a source file. Lines and columns count from 1; 0 means unknown.
struct Location {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;

  friend bool operator==(const Location&, const Location&) = default;
};

/// One step of the chain that explains a finding, from the async context down to what blocks.
struct Step {
  Location location;
  std::string message;
  std::vector<std::string> source = {};  ///< lines around the location, when the writer had the file
  unsigned source_first_line = 0;        ///< line number of source[0]

  friend bool operator==(const Step&, const Step&) = default;
};

/// A text to put in the place of what stands from `begin` up to `end`; both are in one file.
struct Edit {
  Location begin, end;
  std::string text;

  friend bool operator==(const Edit&, const Edit&) = default;
};

struct Finding {
  std::string check;  ///< id, for example "async-blocking-call"
  Severity severity = Severity::warning;
  std::string message;
  Location location;
  std::vector<Step> chain;   ///< in order of explanation; empty where the message says it all
  std::string instead;       ///< what to do instead; may be empty
  std::vector<Edit> fix;     ///< what would mend it; empty where no fix is known
  bool incomplete = false;   ///< its file did not compile and was read as far as it parsed
  std::string baseline_state;  ///< "new" or "unchanged" where the findings were compared with a baseline; else empty
  std::string fingerprint;   ///< stays the same when lines above it shift; empty: the writer computes one
  std::vector<std::string> source;  ///< lines around the location, when the reader had the file
  unsigned source_first_line = 0;   ///< line number of source[0]

  friend bool operator==(const Finding&, const Finding&) = default;
};

/// A check as a report shows it: its page travels with the findings.
struct Rule {
  std::string id;
  std::string summary;  ///< one sentence
  std::string help;     ///< Markdown: the check's page
  Severity severity = Severity::warning;
  std::string help_uri = {};  ///< where the page stands on the web; may be empty

  friend bool operator==(const Rule&, const Rule&) = default;
};

/// What an earlier run of the same tool found that this one does not.
struct FindingsBase {
  std::string source, tool_version;  ///< the file that it was read from, and what wrote it
  std::vector<Finding> fixed;
  std::vector<Finding> unknown;  ///< in files that could not be read this time
  std::size_t unread = 0;        ///< files and runs of the base that failed: what is new there may be old
};

/// All findings of one run of one tool.
struct Findings {
  std::string tool;          ///< "unblock-lint", or the name that a foreign SARIF gives
  std::string tool_version;
  std::vector<Rule> rules;
  std::vector<Finding> findings;
  std::vector<std::string> failed_files;      ///< files that were not read; they are not clean
  std::vector<std::string> incomplete_files;  ///< files that did not compile, and were read as far as they parsed
  std::vector<std::string> failures;  ///< runs of the tool that failed, one sentence each; what they found is not all
  std::string source = {};            ///< file name it was read from
  std::optional<FindingsBase> base = {};  ///< where it was compared: then each finding has a baseline_state
};

}  // namespace unblock::reports
