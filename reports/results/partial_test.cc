// What a run says while it measures, read back.
#include "reports/results/partial.h"

#include <gtest/gtest.h>

#include "reports/model/error.h"
#include "reports/results/reader.h"
#include "reports/results/writer.h"

namespace unblock::reports::results {
namespace {

Run two_cells() {
  Run run;
  run.date = "2026-11-27T10:00:00Z";
  run.suite = "quick";
  run.seed = 7;
  run.settings = {{"rounds", "3"}};
  for (const char* runtime : {"asio", "epoll"}) {
    Cell cell;
    cell.name = std::string(runtime) + "/echo/connections:64";
    cell.runtime = runtime;
    cell.workload = "echo";
    cell.arguments = {{"connections", "64"}};
    run.cells.push_back(cell);
  }
  return run;
}

Measured measured(std::size_t cell, unsigned index, double time_ns) {
  Measured event;
  event.cell = cell;
  event.round.index = index;
  event.round.block = 1;
  event.round.real_time_ns = time_ns;
  event.round.iterations = 10;
  event.round.metrics = {{"time_ns_per_op", time_ns}};
  event.latency = {{10, 20, 3}};
  event.configuration = {{"idiom", "tuned"}};
  return event;
}

const std::vector<Event> kEvents = {measured(0, 0, 100), measured(1, 1, 200), Voided{{1}, "The machine changed."}, measured(1, 2, 190),
                                    Counted{0, {{"syscalls_per_op", 2}}}, Failed{0, "the worker ended with exit code 3", false}};

std::string text_of(const Run& start, const std::vector<Event>& events) {
  std::string text = partial_head(start);
  for (const Event& event : events) text += partial_line(event, 1.5);
  return text;
}

TEST(Partial, WhatIsReadBackIsTheRunThatWasMeasured) {
  auto run = two_cells();
  const std::string text = text_of(run, kEvents);
  for (const Event& event : kEvents) record(run, event);
  auto read_back = read_partial(text, "out.json.partial");
  EXPECT_TRUE(is_partial(text));
  EXPECT_TRUE(read_back.interrupted);
  EXPECT_DOUBLE_EQ(read_back.duration_s, 1.5);
  read_back.interrupted = false;
  read_back.duration_s = 0;
  EXPECT_EQ(write(read_back), write(run));
  EXPECT_TRUE(read_back.cells[1].rounds[0].voided);
  EXPECT_EQ(read_back.cells[1].latency[0].count, 6u);
}

TEST(Partial, ARoundInFlightIsAllThatIsLost) {
  const std::string whole = text_of(two_cells(), kEvents);
  const std::size_t head = partial_head(two_cells()).size();
  for (std::size_t size = head; size < whole.size(); ++size) {
    const auto run = read_partial(whole.substr(0, size), "cut");
    const std::string kept = whole.substr(head, size - head);
    const auto lines = static_cast<std::size_t>(std::count(kept.begin(), kept.end(), '\n'));
    std::size_t rounds = 0, expected = 0;
    for (const Cell& cell : run.cells) rounds += cell.rounds.size();
    for (std::size_t i = 0; i < lines; ++i) expected += std::holds_alternative<Measured>(kEvents[i]) ? 1u : 0u;
    ASSERT_EQ(rounds, expected) << size;
  }
}

TEST(Partial, ResultsThatWentOnAreTheStart) {
  auto earlier = two_cells();
  record(earlier, measured(0, 0, 100));
  const auto run = read_partial(text_of(earlier, {measured(0, 1, 110)}), "again");
  EXPECT_EQ(run.cells[0].rounds.size(), 2u);
  EXPECT_EQ(run.settings.at("rounds"), "3");
}

TEST(Partial, ABrokenLineInTheMiddleIsNamed) {
  const std::string text = text_of(two_cells(), {}) + "{\"measured\":9,\"round\":{}}\n";
  try {
    read_partial(text, "x");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "cannot read 'x': line 4: it is of a cell that is missing");
  }
  EXPECT_THROW(read_partial(partial_head(two_cells()) + "nonsense\n", "x"), InputError);
  EXPECT_THROW(read_partial("{\"unblock_partial\":1", "x"), InputError);
}

TEST(Partial, WrongWorkTakesTheCellsRoundsWithIt) {
  auto run = two_cells();
  record(run, measured(0, 0, 100));
  record(run, Failed{0, "did other work", true});
  EXPECT_EQ(run.cells[0].status, CellStatus::failed);
  EXPECT_EQ(run.cells[0].reason, "wrong work: did other work");
}

}  // namespace
}  // namespace unblock::reports::results
