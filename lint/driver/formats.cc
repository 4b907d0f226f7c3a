#include "lint/driver/formats.h"

#include <algorithm>

#include "lint/driver/code_hosts.h"
#include "lint/driver/json_output.h"
#include "lint/driver/sarif_output.h"

namespace unblock::lint {
namespace {

std::string as_text(const Outcome& outcome, const TextStyle& style) { return findings_as_text(outcome.findings, style); }
std::string as_text_part(const FileResult& result, const TextStyle& style) { return findings_as_text(result.findings, style); }
std::string as_sarif(const Outcome& outcome, const TextStyle& style) { return findings_as_sarif(outcome, style.folder); }
std::string as_json(const Outcome& outcome, const TextStyle& style) { return findings_as_json(outcome, style.folder); }
std::string as_gitlab(const Outcome& outcome, const TextStyle& style) { return findings_for_gitlab(outcome, style.folder); }
std::string as_github(const Outcome& outcome, const TextStyle& style) { return findings_for_github(outcome, style.folder); }
std::string as_github_part(const FileResult& result, const TextStyle& style) { return findings_for_github(result, style.folder); }

constexpr Format kFormats[] = {
    {"text", true, as_text, as_text_part},
    {"json", false, as_json, nullptr},
    {"sarif", false, as_sarif, nullptr},
    {"github", true, as_github, as_github_part},
    {"gitlab", false, as_gitlab, nullptr},
};

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format& find_format(const std::string& name) {
  return *std::find_if(std::begin(kFormats), std::end(kFormats), [&](const Format& format) { return format.name == name; });
}

}  // namespace unblock::lint
