#include "lint/driver/printer.h"

#include <fmt/format.h>

#include <iostream>
#include <utility>

#include "lint/driver/say.h"

namespace unblock::lint {

bool prints_as_it_comes(const Options& options) {
  return options.output.empty() && !options.fix && options.baseline.empty() && options.since.empty() && find_format(options.format).write_part != nullptr;
}

Printer::Printer(const Options& options, const TextStyle& style, Progress& progress)
    : format_(find_format(options.format)), style_(style), progress_(progress), prints_findings_(prints_as_it_comes(options)), quiet_(options.quiet) {}

void Printer::print(const FileResult& result) {
  const std::string trouble = trouble_as_text(result, style_);
  const std::string findings = prints_findings_ ? format_.write_part(result, style_) : "";
  if (trouble.empty() && findings.empty()) return;
  progress_.clear();
  say(trouble);
  std::cout << findings << std::flush;
}

void Printer::say_joined(std::size_t programs) {
  if (programs == 0 || quiet_) return;
  progress_.clear();
  say(fmt::format("{} files have a main function, and the build does not say which files belong to which: judged as one program", programs));
}

void Printer::say_not_kept(const std::string& why) {
  if (why.empty() || std::exchange(said_not_kept_, true)) return;
  progress_.clear();
  say(fmt::format("the cache keeps nothing: {}; see --cache", why));
}

}  // namespace unblock::lint
