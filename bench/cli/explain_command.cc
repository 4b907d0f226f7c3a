// unblock bench explain WORKLOAD: the page beside the workload's header.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "bench/cli/commands.h"
#include "bench/run/catalogue.h"
#include "workload_pages.h"

namespace unblock::bench {
namespace {

std::string name_of(const embedded::File& page) { return std::string(page.path.substr(0, page.path.rfind('.'))); }

void explain(const std::string& workload) {
  std::vector<std::string> known;
  for (const embedded::File& page : embedded::workload_pages()) known.push_back(name_of(page));
  require_known("workload", {workload}, known);
  for (const embedded::File& page : embedded::workload_pages()) {
    if (name_of(page) == workload) fmt::print("{}", page.text);
  }
}

}  // namespace

void add_explain_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("explain", "What a workload shows, what it does not, how to read its numbers");
  auto workload = std::make_shared<std::string>();
  command->add_option("WORKLOAD", *workload, "Its name, as 'unblock bench list' shows it")->required();
  command->callback([workload, &exit_code] {
    explain(*workload);
    exit_code = 0;
  });
}

}  // namespace unblock::bench
