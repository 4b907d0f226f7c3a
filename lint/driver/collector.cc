#include "lint/driver/collector.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>

#include "lint/checks/session.h"
#include "lint/driver/analysis.h"
#include "lint/driver/cache/read_log.h"
#include "lint/driver/collector_job.h"
#include "lint/driver/commands.h"
#include "lint/driver/facts_file.h"
#include "lint/driver/output_flags.h"
#include "lint/driver/packing.h"
#include "lint/driver/say.h"
#include "lint/driver/stop_signals.h"
#include "lint/driver/text_output.h"
#include "lint/driver/unpacked.h"
#include "lint/driver/workers.h"
#include "lint/extract/own_code.h"
#include "reports/file.h"
#include "reports/output.h"
#include "reports/model/error.h"
#include "reports/version/version.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;
using Files = llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>;

std::string folder_here() {
  std::error_code error;
  return fs::current_path(error).string();
}

/// The flags of a parcel say how the unit is compiled, and nothing of how it was packed: the same unit is the same bytes.
std::vector<std::string> without_preprocessing(const std::vector<std::string>& given) {
  std::vector<std::string> arguments = without_output_flags(given);
  const auto output = std::find(arguments.begin(), arguments.end(), "-o");
  if (output != arguments.end()) arguments.erase(output, output + (output + 1 == arguments.end() ? 1 : 2));
  std::erase_if(arguments, [](const std::string& argument) { return argument == "-E" || argument == "-C" || argument == "-P" || argument.starts_with("-fdirectives-only"); });
  return arguments;
}

/// How a unit is read, without its files.
Parcel unit_of(const CollectorJob& job) {
  Parcel unit;
  unit.header = facts_header(job.options.models);
  unit.source = job.source;
  unit.directory = folder_here();
  unit.root = project_root(job.source);
  unit.arguments = without_preprocessing(job.arguments);
  unit.checks = job.options.checks;
  unit.header_filter = job.options.header_filter;
  for (const std::string& model : job.options.models) unit.models.push_back(path_from(unit.directory, model));
  return unit;
}

std::vector<std::string> read_by(const ReadLog& log) {
  std::vector<std::string> files;
  for (const Dependency& each : log.dependencies()) {
    if (each.state.kind == PathKind::file) files.push_back(each.path);
  }
  return files;
}

/// As a compiler does: the source is not written over.
void keep_source(const CollectorJob& job) {
  std::vector<std::string> outputs = {job.output, job.dependency_file};
  std::erase(outputs, "");
  reports::require_outputs(outputs, std::vector{job.source});
}

/// For who preprocesses here and makes facts elsewhere.
int preprocess(const CollectorJob& job) {
  const Parcel parcel = packed(unit_of(job));
  if (!job.dependency_file.empty()) {
    std::vector<std::string> read;
    for (const auto& [path, text] : parcel.files) read.push_back(parcel.real(path));
    write_dependencies(job, read);
  }
  const std::string text = parcel_text(parcel);
  if (!job.output.empty() && job.output != "-") {
    reports::write_file(job.output, text);
  } else if (!(std::cout << text << std::flush)) {
    throw reports::InputError("cannot write to standard output: is the disk full or the reader gone?");
  }
  return 0;
}

struct Made {
  std::optional<FileResult> result;
  int signal = 0;  ///< that ended it
};

/// In a process of its own. The unit's words hold here.
Made make_facts(const CollectorJob& job, const Parcel& unit, const Files& files) {
  for (const auto& [name, value] : unit.environment) setenv(name.c_str(), value.c_str(), 1);
  Options options = job.options;
  options.checks = unit.checks;
  options.header_filter = unit.header_filter;
  options.models = unit.models;
  std::vector<Source> sources(1);
  sources[0].file = unit.source;
  sources[0].commands.emplace_back(unit.directory, unit.source, unit.arguments, "");
  Session session(options.models);
  session.report_everywhere();
  session.leave_excuses_to_link();
  session.prepare(fs::path(unit.source).parent_path().string());
  const StopSignals signals;
  Made made;
  Work work;
  work.sources = &sources;
  work.order = {0};
  work.file_timeout = std::chrono::seconds(options.file_timeout);
  work.analyse = [&](const Source& source) {
    const auto log = llvm::makeIntrusiveRefCnt<ReadLog>(files);
    FileResult done = analyse_source(source, options, session, log);
    if (!job.dependency_file.empty()) write_dependencies(job, read_by(*log));
    return done;
  };
  work.on_result = [&](std::size_t, FileResult done) { made.result = std::move(done); };
  made.signal = run_workers(work, signals);
  return made;
}

Made make_of_parcel(CollectorJob job, Parcel& unit) {
  if (!is_parcel(job.source)) {
    throw reports::InputError(fmt::format("'{}' was preprocessed by another program, and has lost what silences checks: preprocess with unblock-clang++ -E", job.source));
  }
  unit = parse_parcel(reports::read_file(job.source), job.source);
  const Unpacked unpacked(unit);
  const facts::Header ours = facts_header(unpacked.here().models);
  if (unit.header != ours) {
    throw reports::InputError(fmt::format("'{}' was packed by {} on {}, and this is {} on {}, or their models differ: give all machines the same", job.source,
                                          unit.header.tool, unit.header.platform, ours.tool, ours.platform));
  }
  if (!job.dependency_file.empty()) write_dependencies(job, {});
  job.dependency_file.clear();
  Made made = make_facts(job, unpacked.here(), unpacked.files());
  if (made.result) made.result = unpacked.there(std::move(*made.result));
  return made;
}

}  // namespace

int collect(int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--version") {
      std::cout << version_line("unblock-clang++", "clang " UNBLOCK_LLVM_VERSION) << "\n";
      return 0;
    }
  }
  const CollectorJob job = parse_collector_job(argc, argv);
  keep_source(job);
  if (job.preprocess) return preprocess(job);
  Parcel unit = unit_of(job);
  const bool is_packed = is_preprocessed(job.source);
  Made made = is_packed ? make_of_parcel(job, unit) : make_facts(job, unit, llvm::vfs::getRealFileSystem());
  if (made.signal != 0) return 128 + made.signal;
  say(trouble_as_text(*made.result, {false, is_packed ? unit.directory : folder_here()}));
  if (!made.result->unread.empty()) return 1;
  write_if_changed(job.output, facts_file_text(unit.header, std::move(*made.result), unit.root));
  return 0;
}

}  // namespace unblock::lint
