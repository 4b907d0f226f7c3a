#include "lint/driver/tidy_options.h"

#include <clang-tidy/GlobList.h>
#include <fmt/format.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Regex.h>

#include <filesystem>
#include <set>

#include "lint/checks/list.h"
#include "lint/driver/tidy_file.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;
using clang::tidy::ClangTidyOptions;

llvm::ErrorOr<ClangTidyOptions> parse_file(llvm::MemoryBufferRef text) {
  const TidyFile file = read_tidy_file(text);
  if (file.options) return *file.options;
  return std::make_error_code(std::errc::invalid_argument);
}

/// A `.clang-tidy` written for other checks says nothing about ours: then all of ours run, and in all headers of the project.
class Provider : public clang::tidy::FileOptionsProvider {
 public:
  Provider(const ClangTidyOptions& defaults, const ClangTidyOptions& overrides)
      : FileOptionsProvider(clang::tidy::ClangTidyGlobalOptions(), defaults, overrides) {
    ConfigHandlers = {{".clang-tidy", parse_file}};  // the constructor that takes them forgets the file system
  }

  std::vector<OptionsSource> getRawOptions(llvm::StringRef file) override {
    auto sources = FileOptionsProvider::getRawOptions(file);
    for (auto& [options, from] : sources) {
      if (from == OptionsSourceTypeCheckCommandLineOption) continue;
      if (!options.Checks || llvm::StringRef(*options.Checks).contains("async-")) continue;
      options.Checks.reset();
      if (from != OptionsSourceTypeDefaultBinary) options.HeaderFilterRegex.reset();
    }
    return sources;
  }
};

ClangTidyOptions defaults() {
  ClangTidyOptions options = ClangTidyOptions::getDefaults();
  options.Checks = "-*,async-*";
  for (const CheckEntry& entry : all_checks()) {
    if (entry.off) *options.Checks += fmt::format(",-{}", entry.id);
  }
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

void verify_file(const fs::path& path, std::vector<std::string>& warnings) {
  auto buffer = llvm::MemoryBuffer::getFile(path.string());
  if (!buffer) throw reports::InputError(fmt::format("cannot read '{}': {}", path.string(), buffer.getError().message()));
  const TidyFile file = read_tidy_file((*buffer)->getMemBufferRef());
  if (!file.options) throw reports::InputError(fmt::format("{}:{}", path.string(), file.complaint));
  for (const std::string& ignored : file.ignored) warnings.push_back(fmt::format("{}:{}: ignored", path.string(), ignored));
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
  return std::make_unique<Provider>(defaults(), override_options);
}

std::vector<std::string> verify_configuration(const Options& options, const std::vector<Source>& sources) {
  verify_checks(options.checks);
  verify_regex(options.header_filter, "--header-filter");
  std::vector<std::string> warnings;
  std::set<std::string> seen;
  for (const Source& source : sources) {
    for (fs::path here = fs::path(source.file).parent_path(); seen.insert(here.string()).second; here = here.parent_path()) {
      std::error_code error;
      if (fs::is_regular_file(here / ".clang-tidy", error)) verify_file(here / ".clang-tidy", warnings);
    }
  }
  return warnings;
}

}  // namespace unblock::lint
