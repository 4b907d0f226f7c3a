#include "watch/command/output.h"

#include <fmt/format.h>

#include <cstdio>
#include <ctime>
#include <filesystem>

#include "reports/model/error.h"
#include "reports/output.h"
#include "reports/sarif/writer.h"
#include "reports/stalls/as_findings.h"
#include "reports/stalls/file_format.h"
#include "reports/stalls/join.h"
#include "watch/command/text.h"

namespace unblock::watch {
namespace {

std::string format_of_file(const Options& options) {
  if (!options.format.empty()) return options.format;
  if (options.output.ends_with(".json")) return "json";
  return options.output.ends_with(".sarif") ? "sarif" : "text";
}

std::string formatted(const std::string& format, const Options& options, const reports::Stalls& stalls) {
  if (format == "json") return reports::stalls::write(stalls);
  if (format == "sarif") return reports::sarif::write(reports::stalls::as_findings(stalls));
  std::string text = text_of(stalls);
  if (!options.findings.empty()) text += joined_text(reports::stalls::join(options.read_findings, {stalls}));
  return text;
}

}  // namespace

void check_output(const Options& options) {
  if (options.output.empty()) return;
  const std::string inputs[] = {options.program.empty() ? "" : options.program.front(), options.findings};
  reports::require_output(options.output, inputs);
}

void print(const Options& options, const reports::Stalls& stalls) {
  const std::string format = options.output.empty() && !options.format.empty() ? options.format : "text";
  std::FILE* to = format == "text" && !options.to_stdout ? stderr : stdout;
  std::fputs(formatted(format, options, stalls).c_str(), to);
  std::fflush(to);
}

std::string output_text(const Options& options, const reports::Stalls& stalls) { return formatted(format_of_file(options), options, stalls); }

std::string watch_library() {
  std::error_code error;
  const auto folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  for (const char* place : {"../lib/unblock/libunblock-watch.so", "libunblock-watch.so"}) {
    if (const auto file = (folder / place).lexically_normal(); std::filesystem::exists(file, error)) return file.string();
  }
  throw reports::InputError(fmt::format("the library libunblock-watch.so is missing: it belongs into '{}'", (folder / "../lib/unblock").lexically_normal().string()));
}

std::string date_now() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  char text[64];
  std::strftime(text, sizeof text, "%FT%T%z", &local);
  return text;
}

}  // namespace unblock::watch
