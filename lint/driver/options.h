// The command line of unblock-lint, in one table: parsing, help and completion all come from it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace unblock::lint {

struct Options {
  std::vector<std::string> files;        ///< files, folders or globs; empty: everything in the compile database
  std::string build_path;                ///< -p; empty: look for one
  std::string checks;                    ///< globs; empty: .clang-tidy or all
  std::vector<std::string> models;
  std::string format = "text";
  std::string output;                    ///< empty: standard output
  std::string explain;
  std::string header_filter;
  unsigned jobs = 0;                     ///< 0: one per core
  std::string baseline;                  ///< known findings
  bool write_baseline = false;
  bool prune_baseline = false;
  std::string since;                     ///< a revision of git; only what stands on lines changed since then
  bool link = false;                     ///< `link`: the files are facts
  std::string facts_out;                 ///< a folder: write facts there, and judge nothing
  std::string shard;                     ///< "3/8": of the files, the third eighth
  std::string ninja;                     ///< a folder: write a Ninja file there that makes facts and links them
  std::string launcher;                  ///< in front of each command that makes facts there
  std::string root;                      ///< for `link`: where the project lies that the facts are of; empty: here
  std::string cache;                     ///< a folder, or "off"; empty: the user's own
  unsigned file_timeout = 600;           ///< seconds; 0: none
  unsigned file_memory = 4096;           ///< MiB; 0: no limit
  bool shared_prefix = false;            ///< files that begin with the same headers share the reading of them
  bool strict = false;                   ///< a file that does not compile is exit code 2
  bool list_checks = false;
  bool fix = false;
  bool third_party = false;
  bool verify_models = false;
  bool quiet = false;
  bool stay = false;                     ///< for the language server: lint one file again for each line of standard input
  std::vector<std::string> compile_flags;  ///< after `--`: no database is used
  bool has_compile_flags = false;
};

struct ParsedOptions {
  Options options;
  std::optional<int> exit_code;  ///< set when there is nothing more to do (--help, a wrong option)
};

/// Prints help or the complaint itself.
ParsedOptions parse_options(int argc, const char* const* argv);

}  // namespace unblock::lint
