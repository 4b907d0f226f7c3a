// The name under which a result is kept: everything that decides it, apart from the files that Clang reads.
#pragma once

#include <clang-tidy/ClangTidyOptions.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lint/driver/options.h"
#include "lint/driver/source.h"

namespace unblock::lint {

class Keys {
 public:
  explicit Keys(const Options& options);

  std::string of(const Source& source);
  /// Of the link of facts, by what decides it.
  std::string of_link(const std::vector<std::string>& parts, bool all_there) const;

 private:
  const std::string& of_folder(const std::string& folder, const std::string& file);

  std::string program_;  ///< this program, Clang, the options and the environment
  std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> tidy_;
  std::map<std::string, std::string> folders_;  ///< configuration and models that hold for the files of a folder
};

}  // namespace unblock::lint
