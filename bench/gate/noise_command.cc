// unblock bench noise
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "bench/gate/commands.h"
#include "bench/gate/noise.h"
#include "bench/gate/quantities.h"
#include "bench/machine/machine.h"
#include "bench/machine/stillness.h"
#include "reports/file.h"
#include "reports/manual/named.h"
#include "reports/output.h"

namespace unblock::bench {
namespace {

using namespace gate;

struct NoiseFlags {
  std::string seconds = "20s", format = "text", output = "/dev/stdout", keep_awake = "auto";
  bool quiet = false;
};

int noise_command(const NoiseFlags& flags) {
  reports::require_output(flags.output);
  const double seconds = seconds_of(flags.seconds, "--time-budget");
  std::optional<AwakeCpus> awake;
  if (flags.keep_awake == "on" || (flags.keep_awake == "auto" && virtual_machine())) awake.emplace(usable_cpus());
  const std::vector<std::string> warnings = disturbances();
  const bool redraws = !flags.quiet && ::isatty(STDERR_FILENO) != 0;
  const NoiseSamples samples = sample_noise(seconds, [&](double elapsed) {
    if (redraws) fmt::print(stderr, "\r\033[K{:.0f}/{:.0f} s", elapsed, seconds);
  });
  if (redraws) fmt::print(stderr, "\r\033[K");
  NoiseReport report = judge_noise(samples);
  report.spinners = awake && awake->active();
  report.environment = fingerprint();
  report.warnings = warnings;
  reports::write_file(flags.output, flags.format == "json" ? noise_json(report) : noise_text(report));
  return 0;
}

}  // namespace

void add_noise_command(CLI::App& app, int& exit_code) {
  auto flags = std::make_shared<NoiseFlags>();
  CLI::App* command = app.add_subcommand("noise", "Judge this machine: what disturbs it, and which margin a gate can keep here");
  command->add_option("--time-budget", flags->seconds, "How long to look")->option_text("TIME")->capture_default_str();
  command->add_option("--keep-awake", flags->keep_awake, "Keep virtual CPUs from sleeping, with busy loops at idle priority (auto: on virtual machines)")
      ->check(CLI::IsMember({"auto", "on", "off"}))
      ->capture_default_str();
  command->add_option("--format", flags->format, "What to print")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  command->add_option("-o,--output", flags->output, "Write the answer to FILE instead of the terminal ('-')")->option_text("FILE")->check(reports::manual::named());
  command->add_flag("--quiet", flags->quiet, "Do not show progress");
  command->callback([flags, &exit_code] { exit_code = noise_command(*flags); });
}

}  // namespace unblock::bench
