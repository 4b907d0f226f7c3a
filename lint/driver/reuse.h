// Results of earlier runs in place of new ones, as far as nothing that they depend on has changed.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>

#include "lint/driver/cache/disk.h"
#include "lint/driver/cache/keys.h"
#include "lint/driver/cache/read_log.h"
#include "lint/driver/cache/store.h"
#include "lint/driver/options.h"
#include "lint/driver/result.h"
#include "lint/driver/source.h"
#include "lint/driver/whole_program.h"

namespace unblock::lint {

class Reuse {
 public:
  explicit Reuse(const Options& options);

  bool is_on() const { return store_.is_on(); }

  /// The result of an earlier run, if it still holds.
  std::optional<FileResult> find(const Source& source);

  /// In the process that read the file. What went wrong is noted in the result: a full disk costs time later, nothing else.
  void keep(const Source& source, const ReadLog& log, FileResult& result) const;

  /// What the program showed when its facts were the same, or what it shows.
  Linked link(const WholeProgram& program, bool all_there);

  /// After a run. Keeps the folder below its limit when something was added.
  void finish();

 private:
  Store store_;
  std::optional<Keys> keys_;
  Disk disk_;
  std::unordered_map<std::string, std::string> missed_;  ///< keys by file
};

}  // namespace unblock::lint
