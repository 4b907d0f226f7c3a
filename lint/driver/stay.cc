#include "lint/driver/stay.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "lint/driver/cache/disk.h"
#include "lint/driver/cache/keys.h"
#include "lint/driver/database.h"
#include "lint/driver/file_choice.h"
#include "lint/driver/lint_all.h"
#include "lint/driver/prefix/warm_file.h"
#include "lint/driver/sarif_output.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

/// False at the end of the input, and after a signal.
bool next_request(const StopSignals& signals) {
  for (;;) {
    pollfd polled = {STDIN_FILENO, POLLIN, 0};
    const int ready = ppoll(&polled, 1, nullptr, &signals.wait_mask());
    if (signals.received() != 0 || (ready < 0 && errno != EINTR)) return false;
    if (ready <= 0) continue;
    char letter = 0;
    const ssize_t got = ::read(STDIN_FILENO, &letter, 1);
    if (got == 0 || (got < 0 && errno != EINTR)) return false;
    if (got == 1 && letter == '\n') return true;
  }
}

bool answer(const std::string& log) {
  fmt::print("{}\n{}", log.size(), log);
  return std::fflush(stdout) == 0;
}

}  // namespace

int stay(const Options& options) {
  const Database database = open_database(options.build_path, options.files.empty() ? "." : options.files.front());
  const FileChoice choice = choose_files(options, database);
  if (choice.sources.size() != 1) throw reports::InputError("--stay: one file that the compile database names is expected");
  const Source& source = choice.sources.front();
  const StopSignals signals;
  Session session(options.models);
  session.report_everywhere();
  session.leave_excuses_to_link();
  if (options.third_party) session.treat_all_as_own();
  session.prepare(std::filesystem::path(source.file).parent_path().string());
  const TextStyle style{.color = false, .folder = std::filesystem::current_path().string()};
  const PathState built = state_of(database.path.c_str());
  const std::string key = Keys(options).of(source);
  WarmFile file(source, options, session, signals);
  const Runner run = [&](const Work& work, const StopSignals& stop) {
    if (work.order.empty()) return stop.received();
    auto result = file.read();
    if (!result) return run_workers(work, stop);
    work.on_result(work.order.front(), std::move(*result));
    return stop.received();
  };
  while (next_request(signals)) {
    if (state_of(database.path.c_str()) != built || Keys(options).of(source) != key) return 0;
    const Outcome outcome = lint_all(options, choice, session, style, signals, run);
    if (outcome.signal != 0 || !answer(findings_as_sarif(outcome, style.folder))) break;
    file.warm_up();
  }
  return signals.received() == 0 ? 0 : 128 + signals.received();
}

}  // namespace unblock::lint
