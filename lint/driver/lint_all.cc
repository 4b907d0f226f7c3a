#include "lint/driver/lint_all.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <optional>
#include <thread>
#include <utility>

#include "lint/driver/analysis.h"
#include "lint/driver/commands.h"
#include "lint/driver/facts_file.h"
#include "lint/driver/file_choice.h"
#include "lint/driver/printer.h"
#include "lint/driver/progress.h"
#include "lint/driver/reuse.h"
#include "lint/driver/whole_program.h"
#include "lint/driver/workers.h"
#include "lint/extract/own_code.h"
#include "reports/text/clean.h"

namespace unblock::lint {
namespace {

ProgressKind progress_kind(const Options& options) {
  if (options.quiet) return ProgressKind::none;
  return isatty(STDERR_FILENO) != 0 ? ProgressKind::terminal : ProgressKind::log;
}

FileResult without_flags(const std::string& file) {
  FileResult result;
  result.file = file;
  result.unread = "not in the compile database: add it to the build, or give compiler flags after `--`";
  return result;
}

/// Of the files that were read, those of the project: no fix lies in others.
void remember_what_was_read(const ReadLog& log, const Options& options, FileResult& result) {
  if (!options.fix) return;
  const OwnCode own(project_root(result.file));
  for (const Dependency& file : log.dependencies()) {
    const std::string path = path_from("/", file.path);
    const bool ours = options.third_party || path == result.file || own.contains(path);
    if (file.state.kind == PathKind::file && ours) result.read.push_back({path, file.state.size, file.state.content});
  }
}

FileResult read_and_keep(const Source& source, const Options& options, Session& session, const Reuse& reuse) {
  const auto files = llvm::vfs::getRealFileSystem();
  if (!reuse.is_on() && !options.fix) return analyse_source(source, options, session, files);
  const auto log = llvm::makeIntrusiveRefCnt<ReadLog>(files);
  FileResult result = analyse_source(source, options, session, log);
  remember_what_was_read(*log, options, result);
  if (reuse.is_on()) reuse.keep(source, *log, result);
  return result;
}

FileResult read_behind_and_keep(const PrefixGroup& group, const std::vector<Source>& sources, const Options& options, Session& session,
                                const Reuse& reuse, const NextSource& next) {
  const Source* source = nullptr;
  const auto remember = [&]() -> const Source& { return *(source = &next()); };
  const auto log = llvm::makeIntrusiveRefCnt<ReadLog>(llvm::vfs::getRealFileSystem());
  FileResult result = analyse_behind(group.headers, sources[group.members.front()], options, session, log, remember);
  remember_what_was_read(*log, options, result);
  if (source != nullptr && reuse.is_on()) reuse.keep(*source, *log, result);
  return result;
}

}  // namespace

Outcome lint_all(const Options& options, const FileChoice& choice, Session& session, const TextStyle& style, const StopSignals& signals, const Runner& run) {
  const std::size_t unknown = choice.not_in_database.size();
  Reuse reuse(options);
  Progress progress(choice.sources.size(), progress_kind(options), std::cerr);
  Printer printer(options, style, progress);
  Gatherer gatherer(choice.sources.size() + unknown, isatty(STDOUT_FILENO) != 0, [&](const FileResult& result) { printer.print(result); });
  for (std::size_t i = 0; i < unknown; ++i) gatherer.add(i, without_flags(choice.not_in_database[i]));
  WholeProgram program(WholeProgram::roots_of(choice.sources));
  if (!choice.build_folder.empty()) program.tell_programs_apart(choice.sources, choice.build_folder);
  bool all_read = choice.not_in_database.empty();
  std::optional<FactsFolder> facts_out;
  if (!options.facts_out.empty()) facts_out.emplace(options);
  Work work;
  work.sources = &choice.sources;
  work.jobs = options.jobs != 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  work.file_timeout = std::chrono::seconds(options.file_timeout);
  work.file_memory_mib = options.file_memory;
  work.analyse = [&](const Source& source) { return read_and_keep(source, options, session, reuse); };
  work.analyse_behind = [&](const PrefixGroup& group, const NextSource& next) {
    return read_behind_and_keep(group, choice.sources, options, session, reuse, next);
  };
  work.on_result = [&](std::size_t index, FileResult result) {
    progress.done(reports::text::clean(result.file), result.findings.size());
    printer.say_not_kept(result.not_kept);
    all_read = all_read && result.unread.empty();
    if (facts_out) {
      result.programs = program.programs(index);
      facts_out->keep(choice.sources[index].file, result);
      result.findings.clear();
    }
    program.add(index, std::exchange(result.facts, {}), result.file);
    gatherer.add(unknown + index, std::move(result));
  };
  work.on_tick = [&] { progress.tick(); };
  for (std::size_t i = 0; i < choice.sources.size() && signals.received() == 0; ++i) {
    if (auto kept = reuse.find(choice.sources[i])) {
      work.on_result(i, std::move(*kept));
    } else {
      // The models are read before the processes that use them are forked.
      session.prepare(std::filesystem::path(choice.sources[i].file).parent_path().string());
      work.order.push_back(i);
    }
  }
  if (options.shared_prefix) work.groups = prefix_groups(choice.sources, work.order);
  const int signal = run(work, signals);
  if (!facts_out) {
    const bool all_there = signal == 0 && all_read && options.files.empty();
    Linked linked = reuse.link(program, all_there);
    gatherer.add_linked(std::move(linked.findings), linked.excuses);
    printer.say_joined(linked.joined);
  }
  Outcome outcome = gatherer.finish(signal);
  reuse.finish();
  return outcome;
}

}  // namespace unblock::lint
