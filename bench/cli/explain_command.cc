// unblock bench explain NAME: the page of a workload, a doubt, or a column of the table.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string_view>

#include "bench/cli/commands.h"
#include "bench/cli/console.h"
#include "bench/run/catalogue.h"
#include "bench/run/verdicts/explained.h"
#include "reports/metrics/metrics.h"
#include "workload_pages.h"

namespace unblock::bench {
namespace {

namespace metrics = reports::metrics;

/// What the table has beside metrics.
constexpr Explained kColumns[] = {
    {"rank",
     "1 is best. The rank is one more than the number of cells that are certainly better; 'tied' stands where the rounds cannot tell a cell from its neighbour by more than 2 %. "
     "A cell without a round that counts is shown and not ranked."},
    {"ratio", "The cell ÷ the floor (or the best, where there is no floor), from rounds of the same block, with its 95 % interval. Below 1 is less. One round gives no interval."},
    {"rounds", "Rounds that count, each a fresh process. Those that the canary voided are kept in the file and do not count."},
    {"warnings", "Reasons to doubt the cell; 'unblock bench explain NAME' says what each means."},
};

std::string name_of(const embedded::File& page) { return std::string(page.path.substr(0, page.path.rfind('.'))); }

const char* direction(metrics::Better better) {
  return better == metrics::Better::lower ? "less is better" : better == metrics::Better::higher ? "more is better"
                                                                                                 : "neither more nor less is better";
}

std::string metric_text(const metrics::Metric& metric) {
  std::string text = fmt::format("{} ({}): {}.", metric.name, metric.label, direction(metric.better));
  if (!metric.says.empty()) text += fmt::format(" {}", metric.says);
  if (metric.beyond > 0) text += fmt::format(" A percentile is shown with the number of values behind it, and not at all where fewer than ten lie beyond it.");
  return text;
}

bool is_called(const metrics::Metric& metric, std::string_view word) { return word == metric.name || word == metric.head || word == metric.label; }

/// Empty where nothing has that name.
std::string explanation(const std::string& word) {
  for (const embedded::File& page : embedded::workload_pages()) {
    if (name_of(page) == word) return std::string(page.text);
  }
  for (const Explained& verdict : explained_verdicts()) {
    if (verdict.id == word) return paragraph(fmt::format("{}: {}", verdict.id, verdict.text), 0, terminal_columns());
  }
  for (const Explained& column : kColumns) {
    if (column.id == word) return paragraph(fmt::format("{}: {}", column.id, column.text), 0, terminal_columns());
  }
  for (const metrics::Metric& metric : metrics::table()) {
    if (is_called(metric, word)) return paragraph(metric_text(metric), 0, terminal_columns());
  }
  return {};
}

void explain(const std::string& word) {
  const std::string text = explanation(word);
  if (!text.empty()) return fmt::print("{}", text);
  std::vector<std::string> known;
  for (const embedded::File& page : embedded::workload_pages()) known.push_back(name_of(page));
  for (const Explained& verdict : explained_verdicts()) known.emplace_back(verdict.id);
  for (const Explained& column : kColumns) known.emplace_back(column.id);
  for (const metrics::Metric& metric : metrics::table()) {
    if (!metric.head.empty()) known.emplace_back(metric.head);
  }
  require_known("workload, warning or column", {word}, known);
}

}  // namespace

void add_explain_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("explain", "Explain a workload, a warning or a column of the table");
  auto word = std::make_shared<std::string>();
  command->add_option("NAME", *word, "A workload such as echo, a warning such as client-bound, or a column such as p99")->required();
  command->callback([word, &exit_code] {
    explain(*word);
    exit_code = 0;
  });
}

}  // namespace unblock::bench
