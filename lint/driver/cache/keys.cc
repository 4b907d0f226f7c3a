#include "lint/driver/cache/keys.h"

#include <clang/Basic/Version.h>

#include <cstdlib>
#include <filesystem>

#include "lint/driver/arguments.h"
#include "lint/driver/cache/disk.h"
#include "lint/driver/cache/hash.h"
#include "lint/driver/tidy_options.h"
#include "lint/extract/own_code.h"
#include "lint/libraries/load_models.h"

namespace unblock::lint {
namespace {

void add_content(KeyMaker& maker, const std::string& file) {
  const auto hash = content_hash(file.c_str());
  maker.add(file).add(hash ? std::to_string(*hash) : "unread");
}

void add_environment(KeyMaker& maker) {
  for (const char* name : kCompilersEnvironment) {
    const char* value = std::getenv(name);
    maker.add(value == nullptr ? "" : value);
  }
}

}  // namespace

Keys::Keys(const Options& options) : tidy_(make_options_provider(options)) {
  KeyMaker maker;
  add_content(maker, "/proc/self/exe");
  maker.add(clang::getClangFullVersion()).add(options.header_filter).add(options.checks);
  maker.add(options.third_party ? "third-party" : "").add(options.verify_models ? "verify" : "").add(options.fix ? "fix" : "");
  for (const std::string& model : options.models) add_content(maker, model);
  add_environment(maker);
  program_ = maker.key();
}

const std::string& Keys::of_folder(const std::string& folder, const std::string& file) {
  const auto [entry, is_new] = folders_.try_emplace(folder);
  if (!is_new) return entry->second;
  KeyMaker maker;
  maker.add(clang::tidy::configurationAsText(tidy_->getOptions(file))).add(project_root(file));
  for (const std::string& model : project_model_files(folder)) add_content(maker, model);
  return entry->second = maker.key();
}

std::string Keys::of_link(const std::vector<std::string>& parts, bool all_there) const {
  KeyMaker maker;
  maker.add(program_).add(all_there ? "link all" : "link some");
  for (const std::string& part : parts) maker.add(part);
  return maker.key();
}

std::string Keys::of(const Source& source) {
  KeyMaker maker;
  maker.add(program_).add(of_folder(std::filesystem::path(source.file).parent_path().string(), source.file)).add(source.file);
  for (const auto& command : source.commands) {
    maker.add(command.Directory);
    for (const std::string& argument : command.CommandLine) maker.add(argument);
    maker.add("").add(";");
  }
  return maker.key();
}

}  // namespace unblock::lint
