#include "lint/driver/facts_file.h"

#include <fmt/format.h>
#include <llvm/TargetParser/Host.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "lint/driver/cache/disk.h"
#include "lint/driver/cache/hash.h"
#include "lint/driver/wire.h"
#include "lint/extract/own_code.h"
#include "lint/libraries/load_models.h"
#include "reports/file.h"
#include "reports/json/parse.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

using nlohmann::json;

constexpr const char* kKind = "unblock facts";
constexpr int kVersion = 4;
constexpr std::string_view kBelowRoot = "./";

/// Changes every path that a result holds.
template <class Change>
void each_path(FileResult& result, const Change& change) {
  change(result.file);
  change(result.unread);
  for (std::string& error : result.errors) change(error);
  for (LintFinding& found : result.findings) {
    change(found.finding.location.file);
    for (reports::Step& step : found.finding.chain) change(step.location.file);
    for (Replacement& part : found.fix) change(part.file);
    for (reports::Edit& edit : found.finding.fix) {
      change(edit.begin.file);
      change(edit.end.file);
    }
  }
}

}  // namespace

facts::Header facts_header(const std::vector<std::string>& model_files) {
  KeyMaker models;
  models.add(builtin_models_text());
  for (const std::string& file : model_files) models.add(std::to_string(content_hash(file.c_str()).value_or(0)));
  return {UNBLOCK_VERSION " with LLVM " UNBLOCK_LLVM_VERSION, models.key(), llvm::sys::getDefaultTargetTriple()};
}

std::string facts_file_text(const facts::Header& header, FileResult result, const std::string& root) {
  result.not_kept.clear();
  each_path(result, [&](std::string& path) {
    if (path.starts_with(root + "/")) path = std::string(kBelowRoot) + path.substr(root.size() + 1);
  });
  const json first = {{"kind", kKind}, {"version", kVersion}, {"tool", header.tool}, {"platform", header.platform}, {"models", header.models}};
  const std::string wire = to_wire(result);
  json with_sum = first;
  with_sum["sum"] = hash_of(wire);
  return with_sum.dump() + "\n" + wire;
}

FileResult with_paths_of_elsewhere(FileResult result, const std::string& folder) {
  each_path(result, [&](std::string& path) {
    if (path.starts_with(folder + "/")) path.erase(0, folder.size());
  });
  for (std::string& text : result.facts) {
    if (text.find(folder) == std::string::npos) continue;
    for (std::size_t at = 0; (at = text.find(folder, at)) != std::string::npos;) text.erase(at, folder.size());
    text = facts::to_text(facts::from_text(text, "facts", ""), "");  // which sorts it again
  }
  return result;
}

FileResult parse_facts_file(std::string_view text, const std::string& file, const facts::Header& header, const std::string& root) {
  const std::size_t end = text.find('\n');
  const json first = reports::json::try_parse(text.substr(0, end)).value_or(json());
  if (!first.is_object() || first.value("kind", json()) != kKind) {
    throw reports::InputError(fmt::format("'{}' holds no facts: make them with --facts-out or unblock-clang++", file));
  }
  if (first.value("version", json()) != kVersion || first.value("tool", json()) != header.tool) {
    const std::string made_by = first.value("tool", json()).is_string() ? first["tool"].get<std::string>() : "another version";
    throw reports::InputError(fmt::format("'{}' was made by {}, and this is {}: make the facts anew", file, made_by, header.tool));
  }
  if (first.value("platform", json()) != header.platform) {
    const std::string made_on = first.value("platform", json()).is_string() ? first["platform"].get<std::string>() : "another platform";
    throw reports::InputError(fmt::format("'{}' was made on {}, and this is {}: link facts on the platform that they were made on", file, made_on, header.platform));
  }
  if (first.value("models", json()) != header.models) {
    throw reports::InputError(fmt::format("'{}' was made with other models: give the same --model to all of them and to the link", file));
  }
  const std::string_view wire = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  if (first.value("sum", json()) != hash_of(wire)) {
    throw reports::InputError(fmt::format("'{}' was cut off or changed on its way: make it anew", file));
  }
  try {
    FileResult result = from_wire(wire);
    each_path(result, [&](std::string& path) {
      if (path.starts_with(kBelowRoot)) path = root + "/" + path.substr(kBelowRoot.size());
    });
    return result;
  } catch (const std::runtime_error& error) {
    throw reports::InputError(fmt::format("'{}' holds no facts of this linter: {}", file, error.what()));
  }
}

std::string facts_file_name(const std::string& file, const std::string& root) {
  const std::filesystem::path path(file);
  return fmt::format("{}-{:016x}.facts", path.filename().string(), hash_of(path.lexically_relative(root).string()));
}

FactsFolder::FactsFolder(const Options& options) : folder_(options.facts_out), header_(facts_header(options.models)) {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error) throw reports::InputError(fmt::format("cannot make the folder '{}': {}", folder_, error.message()));
}

void FactsFolder::keep(const std::string& file, const FileResult& result) const {
  if (!result.unread.empty()) return;
  const std::string root = project_root(file);
  write_if_changed(fmt::format("{}/{}", folder_, facts_file_name(file, root)), facts_file_text(header_, result, root));
}

void write_if_changed(const std::string& file, const std::string& text) {
  std::error_code error;
  if (std::filesystem::is_regular_file(file, error) && std::filesystem::file_size(file, error) == text.size() && reports::read_file(file) == text) return;
  reports::write_file(file, text);
}

}  // namespace unblock::lint
