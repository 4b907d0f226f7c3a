// As memory_test.cc, for what the harness reads and writes: answers of workers, the gate's verdict, the history.
#include <gtest/gtest.h>

#include <string>

#include "bench/gate/formats/formats.h"
#include "bench/gate/history/show.h"
#include "bench/gate/history/store.h"
#include "bench/protocol/answer.h"
#include "bench/protocol/description.h"
#include "reports/compare/stored.h"
#include "tests/faults/any_run.h"
#include "tests/faults/starved.h"

namespace unblock::faults {
namespace {

using namespace bench;

const WorkerDescription& description() {
  static const WorkerDescription kOne = [] {
    CellDescription cell;
    cell.name = "epoll/sleep/tasks:50";
    cell.runtime = "epoll";
    cell.workload = "sleep";
    cell.arguments = {{"tasks", "50"}};
    cell.needs.target_parameters = {"delay_us"};
    return WorkerDescription{.runtime = "epoll", .cells = {cell}};
  }();
  return kOne;
}

TEST(OutOfMemory, ADescription) {
  EXPECT_GT(failures_of([] { (void)read_description(write_description(description())); }), 60);
}

TEST(OutOfMemory, AnAnswer) {
  constexpr const char* kRow =
      R"({"context":{},"benchmarks":[{"name":"a/b","run_name":"a/b","run_type":"iteration","iterations":1,"real_time":1e6,"cpu_time":1e5,)"
      R"("time_unit":"ns","operations":1,"time_ns_per_op":1e6}]})";
  const SideFile side{.runtime = "epoll", .cell = "a/b", .configuration = {{"threads", "1"}}, .latency = {{100, 200, 3}}, .spans = {{0, 1, 2}}};
  EXPECT_GT(failures_of([&] {
              (void)read_row(kRow, "a/b");
              (void)read_side_file(write_side_file(side));
            }),
            60);
}

TEST(OutOfMemory, AVerdict) {
  const reports::Run run = AnyRun(3).draw();
  for (const char* format : {"text", "markdown", "junit", "json", "github-action-benchmark", "bencher"}) {
    EXPECT_GT(failures_of([&] { (void)gate::write(reports::compare::compare_stored(run, run, {}), reports::Undecided::stays, format); }), 20) << format;
  }
}

TEST(OutOfMemory, TheHistory) {
  std::string rows = R"({"unblock_history": 1, "commit": "abc", "date": "2026-01-01T00:00:00Z", "environment": {"cpu": "x"}, "benchmarks": {"BM_A": {"real_time": 12.5}}})";
  EXPECT_GT(failures_of([&] {
              const gate::HistoryEntry entry = gate::read_entry(rows, "entry.json");
              const gate::History history{{entry, entry, entry, entry, entry, entry, entry, entry}, {}};
              const auto changes = gate::changes_in(history, {});
              (void)gate::history_text(history, changes, {});
              (void)gate::history_json(history, changes);
            }),
            100);
}

}  // namespace
}  // namespace unblock::faults
