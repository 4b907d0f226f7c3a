#include "watch/command/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <cstring>

#include "reports/file.h"
#include "reports/manual/manual.h"
#include "reports/manual/named.h"
#include "reports/model/error.h"
#include "reports/output.h"
#include "reports/sarif/reader.h"
#include "reports/version/version.h"
#include "watch/command/output.h"

namespace unblock::watch {

double parse_duration(const std::string& text, const std::string& option) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string unit(end, text.data() + text.size());
  constexpr std::pair<const char*, double> kUnits[] = {{"us", 1e-6}, {"µs", 1e-6}, {"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}};
  for (const auto& [name, seconds] : kUnits) {
    if (error == std::errc() && unit == name && std::isfinite(value) && value > 0) return value * seconds;
  }
  throw reports::InputError(fmt::format("{} takes a time like 10ms or 2s, not '{}'", option, text));
}

std::optional<int> parse_options(int argc, char** argv, Options& options) {
  CLI::App app("Runs a program unchanged and tells where its event loops stand still, for how long, and why.", "unblock watch");
  std::string threshold = "10ms", fail_over, every;
  app.add_option("--threshold", threshold, "A turn of the loop that takes longer is a stall")->option_text("TIME")->capture_default_str();
  app.add_option("--findings", options.findings, "Tell which of these findings of the linter (SARIF) really happened")->option_text("FILE")->check(reports::manual::named());
  app.add_option("--format", options.format, "What to write (default text)")->check(CLI::IsMember({"text", "json", "sarif"}));
  app.add_option("-o,--output", options.output, "Write to FILE; .json and .sarif set the format, '-' is standard output")->option_text("FILE")->check(reports::manual::named());
  app.add_option("--fail-over", fail_over, "Exit with code 1 if a stall was longer")->option_text("TIME");
  app.add_option("--every", every, "Print what was seen so far at this interval; SIGUSR1 prints it once")->option_text("TIME");
  app.add_option("-p,--pid", options.process, "Watch a program that is already running (needs root and the kernel's tracepoints)")->option_text("PID");
  app.add_flag("--self-test", options.self_test, "Check that watching works on this machine, with a program of its own");
  app.set_version_flag("--version", version_line("unblock-watch"));
  reports::manual::add_manual_option(app, "unblock-watch");
  app.footer(
      "\nThe program follows after --, and its exit code is this command's; 2: it could not be watched.\n"
      "  unblock watch -- ./server --port 8080\n  unblock watch --fail-over 100ms -o stalls.json -- ./soak-test\n");
  int own = 1;
  while (own < argc && std::strcmp(argv[own], "--") != 0) ++own;
  try {
    app.parse(own, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    throw reports::InputError(fmt::format("{} (--help shows how; the program to watch stands after --)", error.what()));
  }
  for (int i = own + 1; i < argc; ++i) options.program.emplace_back(argv[i]);
  options.threshold_s = parse_duration(threshold, "--threshold");
  if (options.threshold_s < 0.001) throw reports::InputError("--threshold must be at least 1ms: shorter turns are over before anybody can look at them");
  if (!fail_over.empty()) options.fail_over_s = parse_duration(fail_over, "--fail-over");
  if (!every.empty()) options.every_s = parse_duration(every, "--every");
  if (options.process < 0 || (options.process != 0 && !options.program.empty())) {
    throw reports::InputError("-p takes the id of one running process, and no program after --");
  }
  if (options.program.empty() && options.process == 0 && !options.self_test) {
    throw reports::InputError("give the program to watch after --, for example: unblock watch -- ./server");
  }
  if (!options.findings.empty()) options.read_findings.push_back(reports::sarif::read(reports::read_file(options.findings), options.findings));
  options.to_stdout = reports::is_standard_output(options.output);
  if (options.to_stdout) options.output.clear();
  check_output(options);
  return std::nullopt;
}

}  // namespace unblock::watch
