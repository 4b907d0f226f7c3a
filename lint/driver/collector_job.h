// What a command line asks of the collector.
#pragma once

#include <string>
#include <vector>

#include "lint/driver/options.h"

namespace unblock::lint {

struct CollectorJob {
  Options options;
  std::vector<std::string> arguments;  ///< of the compiler, its name in front
  std::string source;                  ///< absolute
  std::string output;                  ///< empty: standard output, with -E
  std::string dependency_file;         ///< empty: not asked for
  std::string dependency_target;
  bool system_headers = false;         ///< they are dependencies too
  bool preprocess = false;
};

/// By its name: text in which nothing is left to be included.
bool is_preprocessed(const std::string& file);

/// Throws reports::InputError for what it cannot do.
CollectorJob parse_collector_job(int argc, const char* const* argv);

/// The files that were read, the source first, as Make and Ninja want them. What else decides the result, `.clang-tidy` and models, stands
/// there as well.
void write_dependencies(const CollectorJob& job, const std::vector<std::string>& read);

}  // namespace unblock::lint
