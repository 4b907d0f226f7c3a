// What one file showed, as a file that travels: its facts, its findings, its compile errors. Paths below the project's folder are
// relative in it, so that it says the same wherever the project lies and whichever machine made it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lint/driver/options.h"
#include "lint/driver/result.h"
#include "lint/facts/format.h"

namespace unblock::lint {

/// Who makes facts, and with which models: only facts of one kind are linked.
facts::Header facts_header(const std::vector<std::string>& model_files);

std::string facts_file_text(const facts::Header& header, FileResult result, const std::string& root);

/// A result of what lay below `folder`, as if it had lain at the root of the file system.
FileResult with_paths_of_elsewhere(FileResult result, const std::string& folder);

/// Throws reports::InputError, naming `file`, for what is no facts file, was cut off, or was made by another version, on another platform or
/// with other models.
FileResult parse_facts_file(std::string_view text, const std::string& file, const facts::Header& header, const std::string& root);

/// "session.cc-0123456789abcdef.facts": flat, and different for files of one name in two folders.
std::string facts_file_name(const std::string& file, const std::string& root);

/// Where --facts-out writes.
class FactsFolder {
 public:
  /// Makes the folder. Throws reports::InputError when it cannot.
  explicit FactsFolder(const Options& options);

  /// What a file shows; nothing of one that could not be read.
  void keep(const std::string& file, const FileResult& result) const;

 private:
  std::string folder_;
  facts::Header header_;
};

/// Leaves a file alone that holds the text already, so that what depends on it need not be made again.
void write_if_changed(const std::string& file, const std::string& text);

}  // namespace unblock::lint
