// The options clang-tidy would use for a file: `.clang-tidy` above it, with our defaults below and the command line on top.
#pragma once

#include <clang-tidy/ClangTidyOptions.h>

#include <memory>
#include <string>

#include "lint/driver/options.h"
#include "lint/driver/source.h"

namespace unblock::lint {

std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> make_options_provider(const Options& options);

/// Throws reports::InputError when a `.clang-tidy` above one of the files is no YAML, or --checks names no check. Returns a
/// sentence for everything in these files that is ignored.
std::vector<std::string> verify_configuration(const Options& options, const std::vector<Source>& sources);

}  // namespace unblock::lint
