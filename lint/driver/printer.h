// Prints what each file gives as it ends: trouble on standard error, findings on standard output where the format allows it.
#pragma once

#include <string>

#include "lint/driver/formats.h"
#include "lint/driver/options.h"
#include "lint/driver/progress.h"

namespace unblock::lint {

/// Whether findings are printed as they come, and not all at the end.
bool prints_as_it_comes(const Options& options);

class Printer {
 public:
  Printer(const Options& options, const TextStyle& style, Progress& progress);

  void print(const FileResult& result);
  /// Once: a full disk is full for all files.
  void say_not_kept(const std::string& why);
  /// That several programs were judged as one; 0: they were not.
  void say_joined(std::size_t programs);

 private:
  const Format& format_;
  const TextStyle& style_;
  Progress& progress_;
  bool prints_findings_;
  bool quiet_;
  bool said_not_kept_ = false;
};

}  // namespace unblock::lint
