#include "lint/driver/formats.h"

#include <algorithm>

#include "lint/driver/code_hosts.h"
#include "lint/driver/json_output.h"
#include "lint/driver/sarif_output.h"

namespace unblock::lint {
namespace {

std::string text(const Outcome& outcome, const TextStyle& style) { return findings_as_text(outcome.findings, style); }
std::string text_part(const FileResult& result, const TextStyle& style) { return findings_as_text(result.findings, style); }
std::string sarif(const Outcome& outcome, const TextStyle& style) { return findings_as_sarif(outcome, style.folder); }
std::string json(const Outcome& outcome, const TextStyle& style) { return findings_as_json(outcome, style.folder); }
std::string gitlab(const Outcome& outcome, const TextStyle& style) { return findings_for_gitlab(outcome, style.folder); }
std::string github(const Outcome& outcome, const TextStyle& style) { return findings_for_github(outcome, style.folder); }
std::string github_part(const FileResult& result, const TextStyle& style) { return findings_for_github(result, style.folder); }

constexpr Format kFormats[] = {
    {"text", true, text, text_part},
    {"json", false, json, nullptr},
    {"sarif", false, sarif, nullptr},
    {"github", true, github, github_part},
    {"gitlab", false, gitlab, nullptr},
};

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format& find_format(const std::string& name) {
  return *std::find_if(std::begin(kFormats), std::end(kFormats), [&](const Format& format) { return format.name == name; });
}

}  // namespace unblock::lint
