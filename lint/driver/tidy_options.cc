#include "lint/driver/tidy_options.h"

#include <clang-tidy/GlobList.h>
#include <fmt/format.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Regex.h>
#include <llvm/Support/SourceMgr.h>

#include <filesystem>
#include <set>

#include "lint/checks/list.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;
using clang::tidy::ClangTidyOptions;

/// A `.clang-tidy` written for other checks says nothing about ours: then all of ours run.
class Provider : public clang::tidy::FileOptionsProvider {
 public:
  using FileOptionsProvider::FileOptionsProvider;

  std::vector<OptionsSource> getRawOptions(llvm::StringRef file) override {
    auto sources = FileOptionsProvider::getRawOptions(file);
    for (auto& [options, from] : sources) {
      if (from == OptionsSourceTypeCheckCommandLineOption) continue;
      if (options.Checks && llvm::StringRef(*options.Checks).find("async-") == llvm::StringRef::npos) options.Checks.reset();
    }
    return sources;
  }
};

ClangTidyOptions defaults() {
  ClangTidyOptions options = ClangTidyOptions::getDefaults();
  options.Checks = "-*,async-*";
  options.HeaderFilterRegex = ".*";
  return options;
}

std::string checks_override(const std::string& globs) {
  return globs.starts_with('-') ? globs : "-*," + globs;
}

void verify_regex(const std::string& regex, const std::string& what) {
  std::string why;
  if (regex.empty() || llvm::Regex(regex).isValid(why)) return;
  throw reports::InputError(fmt::format("{} is no regular expression: '{}': {}", what, regex, why));
}

void verify_file(const fs::path& path) {
  auto buffer = llvm::MemoryBuffer::getFile(path.string());
  if (!buffer) throw reports::InputError(fmt::format("cannot read '{}': {}", path.string(), buffer.getError().message()));
  std::string complaint;
  const auto parsed = clang::tidy::parseConfigurationWithDiags((*buffer)->getMemBufferRef(), [&](const llvm::SMDiagnostic& found) {
    if (complaint.empty()) complaint = fmt::format("{}:{}: {}", path.string(), found.getLineNo(), found.getMessage().str());
  });
  if (parsed && parsed->HeaderFilterRegex) {
    verify_regex(*parsed->HeaderFilterRegex, fmt::format("HeaderFilterRegex in '{}'", path.string()));
  }
  if (!parsed) throw reports::InputError(complaint.empty() ? fmt::format("'{}' is not a clang-tidy configuration", path.string()) : complaint);
}

void verify_checks(const std::string& globs) {
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::StringRef(globs).split(parts, ',', -1, false);
  for (llvm::StringRef part : parts) {
    const std::string glob = part.trim().str();
    if (glob.starts_with('-')) continue;
    const clang::tidy::GlobList list(glob);
    bool any = false;
    for (const CheckEntry& entry : all_checks()) any = any || list.contains(entry.id);
    if (!any) throw reports::InputError(fmt::format("no check matches '{}': see unblock-lint --list-checks", glob));
  }
}

}  // namespace

std::unique_ptr<clang::tidy::ClangTidyOptionsProvider> make_options_provider(const Options& options) {
  ClangTidyOptions override_options;
  if (!options.checks.empty()) override_options.Checks = checks_override(options.checks);
  if (!options.header_filter.empty()) override_options.HeaderFilterRegex = options.header_filter;
  return std::make_unique<Provider>(clang::tidy::ClangTidyGlobalOptions(), defaults(), override_options);
}

void verify_configuration(const Options& options, const std::vector<std::string>& files) {
  verify_checks(options.checks);
  verify_regex(options.header_filter, "--header-filter");
  std::set<std::string> seen;
  for (const std::string& file : files) {
    for (fs::path here = fs::path(file).parent_path(); seen.insert(here.string()).second; here = here.parent_path()) {
      std::error_code error;
      if (fs::is_regular_file(here / ".clang-tidy", error)) verify_file(here / ".clang-tidy");
    }
  }
}

}  // namespace unblock::lint
