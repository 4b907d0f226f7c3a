// Valid files with a few values changed are read or refused in one sentence, and what is read can be written.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "bench/gate/formats/formats.h"
#include "bench/gate/history/show.h"
#include "bench/gate/history/store.h"
#include "reports/compare/stored.h"
#include "reports/file.h"
#include "reports/html/page.h"
#include "reports/junit/writer.h"
#include "reports/markdown/writer.h"
#include "reports/model/error.h"
#include "reports/results/reader.h"
#include "reports/results/writer.h"
#include "reports/sarif/reader.h"
#include "reports/sarif/writer.h"
#include "tests/faults/mutations.h"

namespace unblock::faults {
namespace {

using nlohmann::json;
using reports::InputError;

constexpr int kMutants = 240;

json golden(const std::string& name) { return json::parse(reports::read_file(std::string(UNBLOCK_GOLDEN) + "/" + name)); }

/// A small part of the sample, so that a mutant is read in little time.
json small_results() {
  json results = golden("sample.json");
  json& cells = results["unblock"]["cells"];
  while (cells.size() > 4) cells.erase(cells.size() - 1);
  json kept = json::array();
  for (const json& row : results["benchmarks"]) {
    if (row["unblock"]["cell"] < 4) kept.push_back(row);
  }
  results["benchmarks"] = kept;
  return results;
}

json foreign_results() {
  json results = {{"context", {{"date", "2026-01-01T00:00:00"}, {"num_cpus", 2}, {"caches", json::array()}}}, {"benchmarks", json::array()}};
  for (const char* name : {"BM_A/8", "BM_A/64", "BM_B"}) {
    for (int i = 0; i < 5; ++i) {
      results["benchmarks"].push_back({{"name", name}, {"run_name", name}, {"run_type", "iteration"}, {"iterations", 100}, {"real_time", 10.0 + i}, {"cpu_time", 9.5}, {"time_unit", "us"}, {"items_per_second", 1e6}});
    }
  }
  return results;
}

void read_results(const std::string& text, bool with_page) {
  const reports::Run run = reports::results::read(text, "mutant");
  const std::string written = reports::results::write(run);
  ASSERT_EQ(reports::results::write(reports::results::read(written, "mutant")), written) << text;
  const reports::Report report{{run, run}, {}};
  if (with_page) (void)reports::html::write(report);
  (void)reports::markdown::write(report);
  (void)reports::junit::write(report);
  const reports::Comparison result = reports::compare::compare_stored(run, run, {});
  for (const char* format : {"text", "markdown", "junit", "json", "github-action-benchmark", "bencher"}) {
    (void)bench::gate::write(result, reports::Undecided::stays, format);
  }
}

void read_sarif(const std::string& text, bool with_page) {
  const reports::Findings findings = reports::sarif::read(text, "mutant");
  ASSERT_EQ(reports::sarif::read(reports::sarif::write(findings), "mutant").findings.size(), findings.findings.size()) << text;
  const reports::Report report{{}, {findings}};
  if (with_page) (void)reports::html::write(report);
  (void)reports::markdown::write(report);
  (void)reports::junit::write(report);
}

/// `read` may refuse with InputError, and throws nothing else. Some mutants must get through, or nothing was tried.
void try_mutants(const json& valid, void (*read)(const std::string&, bool)) {
  read(valid.dump(), true);
  int through = 0;
  for (int seed = 0; seed < kMutants; ++seed) {
    const std::string text = Mutator(static_cast<std::uint64_t>(seed))(valid);
    try {
      read(text, seed % 20 == 0);  // a page is slow to write
      ++through;
    } catch (const InputError&) {
    } catch (const std::exception& error) {
      ADD_FAILURE() << "seed " << seed << ": " << error.what() << "\n"
                    << text;
    }
  }
  EXPECT_GT(through, kMutants / 10);
  EXPECT_LT(through, kMutants);
}

TEST(Mutants, OfResults) { try_mutants(small_results(), read_results); }
TEST(Mutants, OfForeignResults) { try_mutants(foreign_results(), read_results); }
TEST(Mutants, OfFindings) { try_mutants(golden("sample.sarif"), read_sarif); }

TEST(Mutants, OfTheHistory) {
  std::string folder = (std::filesystem::temp_directory_path() / "unblock-mutants-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  for (int seed = 0; seed < 12; ++seed) {
    bench::gate::add_to_history(folder, reports::results::read(foreign_results().dump(), "x"), std::to_string(seed), "2026-01-0" + std::to_string(1 + seed % 9));
  }
  const std::string entry = bench::gate::read_history(folder, "").entries.front().file;
  const json valid = json::parse(reports::read_file(folder + "/" + entry));
  for (int seed = 0; seed < kMutants; ++seed) {
    reports::write_file(folder + "/" + entry, Mutator(static_cast<std::uint64_t>(seed))(valid));
    const bench::gate::History history = bench::gate::read_history(folder, "");
    EXPECT_EQ(history.entries.size() + history.broken.size(), 12u) << "seed " << seed;
    const auto changes = bench::gate::changes_in(history, {});
    (void)bench::gate::history_text(history, changes, {});
    (void)bench::gate::history_json(history, changes);
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace unblock::faults
