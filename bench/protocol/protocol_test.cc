// What one side writes the other reads; what cannot be is refused in one clause.
#include <gtest/gtest.h>

#include "bench/protocol/answer.h"
#include "bench/protocol/description.h"

namespace unblock::bench {
namespace {

/// The clause of the ProtocolError that `action` throws.
template <class Action>
std::string complaint(Action action) {
  try {
    action();
  } catch (const ProtocolError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

const std::string kCell = "perl/sleep/tasks:1";

std::string description(const std::string& cells, const std::string& protocol = "1") {
  return R"({"protocol": )" + protocol + R"(, "runtime": "perl", "cells": [)" + cells + "]}";
}
std::string cell(const std::string& name) { return R"({"name": ")" + name + R"(", "workload": "sleep", "arguments": [["tasks", 1]]})"; }

TEST(Protocol, ADescriptionReadsAsItWasWritten) {
  WorkerDescription worker{.runtime = "perl", .kind = reports::CellKind::guest, .order = 3, .floor = true, .cells = {}};
  CellDescription described;
  described.name = kCell;
  described.workload = "sleep";
  described.operation = "wait";
  described.arguments = {{"tasks", "1"}};
  described.once = true;
  described.needs = {.target = true, .http = true, .sockets = "tasks", .held = "tasks", .target_parameters = {"delay_us"}, .headline = "latency_p99_ns", .timeline = true, .every_placement = true, .quick_on_guests = true};
  worker.cells = {described};
  const WorkerDescription read = read_description(write_description(worker));
  EXPECT_EQ(write_description(read), write_description(worker));
  EXPECT_EQ(read.cells.at(0).needs.target_parameters, described.needs.target_parameters);
  EXPECT_EQ(read.cells.at(0).argument("tasks"), "1");
}

TEST(Protocol, NamesAreMadeFitToShow) {
  const WorkerDescription worker = read_description(description(cell("\\u001b[31mred")));
  EXPECT_EQ(worker.cells.at(0).name, "\xEF\xBF\xBD[31mred");
}

TEST(Protocol, ADescriptionThatCannotBeIsRefused) {
  const auto read = [](const std::string& text) { return complaint([&] { read_description(text); }); };
  EXPECT_EQ(read("I would rather not say"), "does not describe itself as the worker protocol asks (docs/worker-protocol.md)");
  EXPECT_EQ(read(description(cell(kCell) + "," + cell(kCell))), "describes the cell 'perl/sleep/tasks:1' twice");
  EXPECT_EQ(read(description(cell(kCell), "99")), "speaks version 99 of the protocol, and this program version 1");
  EXPECT_EQ(read(description(cell(std::string(301, 'a')))), "has a name of 301 bytes; from 1 to 300 are allowed");
  EXPECT_EQ(read(description(R"({"name": "x", "workload": "sleep", "arguments": [["tasks", [[]]]]})")), "has an argument that is neither a whole number nor a text");
  EXPECT_EQ(read(description(cell("caf\xe9"))), "does not describe itself as the worker protocol asks (docs/worker-protocol.md)");
}

std::string results(const std::string& row) { return R"({"context": {}, "benchmarks": [)" + row + "]}"; }
std::string row(const std::string& more, const std::string& time = "1e6") {
  return R"({"name": "perl/sleep/tasks:1/iterations:1", "iterations": 1, "real_time": )" + time + R"(, "cpu_time": 1e5)" + more + "}";
}

TEST(Protocol, ARowGivesTimeAndCounters) {
  const Row read = read_row(results(row(R"(, "operations": 4, "threads": 2)")), kCell);
  EXPECT_FALSE(read.refusal);
  EXPECT_EQ(read.metrics, (std::map<std::string, double>{{"threads", 2}, {"time_ns_per_op", 250'000}}));
}

TEST(Protocol, ARowThatCannotBeIsRefused) {
  const auto read = [](const std::string& text) { return complaint([&] { read_row(text, kCell); }); };
  EXPECT_EQ(read(results("")), "ran nothing");
  EXPECT_EQ(read(results(row("") + "," + row(""))), "gives 2 rows for one cell");
  EXPECT_EQ(read(results(R"({"name": "someone/else"})")), "gives a row for 'someone/else'");
  EXPECT_EQ(read(results(row("", "-5"))), "reports a time of zero or less");
  EXPECT_EQ(read(results(row("", "\"1\""))), "gives a time that is no number");
  EXPECT_EQ(read(results(row("", "1e308"))), "reports 1 passes of 1 operations in 1e+308 ns each, which cannot be");
  EXPECT_EQ(read(R"({"benchmarks": [{"na)"), "gives an answer that is not the JSON that the worker protocol asks for");
}

TEST(Protocol, ARefusalKeepsItsStatusAcrossTheWire) {
  for (const auto why : {Refusal::Why::not_applicable, Refusal::Why::wrong_work, Refusal::Why::failed}) {
    const Refusal refusal{why, "the reason"};
    EXPECT_EQ(Refusal::parse(refusal.message()).why, why);
    EXPECT_EQ(Refusal::parse(refusal.message()).sentence, "the reason");
  }
  EXPECT_EQ(Refusal::parse("anything else").why, Refusal::Why::failed);
  const Row read = read_row(results(row(R"(, "error_occurred": true, "error_message": "wrong work: \u001b[2J")")), kCell);
  EXPECT_EQ(read.refusal.why, Refusal::Why::wrong_work);
  EXPECT_EQ(read.refusal.sentence.find('\x1b'), std::string::npos);
}

std::string side(const std::string& more) {
  return R"({"claim": {"connections": 1, "requests": 2, "bytes_out": 3, "bytes_in": 4, "digest": "00ff"}, "configuration": {}, )" + more + "}";
}

TEST(Protocol, ASideFileReadsAsItWasWritten) {
  const SideFile written{.claim = {.connections = 1, .requests = 2, .bytes_out = 3, .bytes_in = 4, .tls_connections = 1, .digest = 255}, .configuration = {{"idiom", "tuned"}}, .latency = {{256, 258, 7}}, .spans = {{3, 0, 9}}};
  const SideFile read = read_side_file(write_side_file(written));
  EXPECT_EQ(write_side_file(read), write_side_file(written));
  EXPECT_EQ(read.claim.digest, 255u);
  EXPECT_EQ(read.claim.tls_connections, 1u);
}

TEST(Protocol, ASideFileThatCannotBeIsRefused) {
  const auto read = [](const std::string& more) { return complaint([&] { read_side_file(side(more)); }); };
  EXPECT_EQ(read(R"("latency": [[-5, -10, 1]])"), "gives a histogram whose bucket from -5 to -10 ns cannot be");
  EXPECT_EQ(read(R"("latency": [[1, 2, -1]])"), "gives a histogram whose bucket from 1 to 2 ns cannot be");
  EXPECT_EQ(read(R"("latency": [[5, 6, 1], [3, 4, 1]])"), "gives a histogram whose bucket from 3 to 4 ns cannot be");
  EXPECT_EQ(read(R"("spans": [[0, 2, 1]])"), "gives a span that ends before it begins");
  EXPECT_EQ(read(R"("latency": [1])"), "gives an answer that is not the JSON that the worker protocol asks for");
}

}  // namespace
}  // namespace unblock::bench
