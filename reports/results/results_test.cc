// What is written reads back the same, and what others write is read or refused in one sentence.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "reports/model/error.h"
#include "reports/results/reader.h"
#include "reports/results/writer.h"

namespace unblock::reports::results {
namespace {

Round round_at(unsigned index, double time_ns) {
  Round round;
  round.index = index;
  round.started_s = index * 0.5;
  round.real_time_ns = time_ns;
  round.cpu_time_ns = time_ns / 3;
  round.iterations = 10;
  round.metrics = {{"syscalls_per_op", 3.0125}, {"iterations", 7}};  // the second name is one of Google Benchmark's
  return round;
}

Run small_run() {
  Cell cell;
  cell.name = "epoll/echo/connections:64";
  cell.runtime = "epoll";
  cell.workload = "echo";
  cell.arguments = {{"connections", "64"}};
  cell.placement = "one-core";
  cell.operations_per_iteration = 64;
  cell.rounds = {round_at(0, 100.5), round_at(3, 101), round_at(5, 99)};
  cell.rounds[1].voided = true;
  cell.metrics = {{"time_ns_per_op", {1.5, 1.6, 1.75}}};
  cell.verdicts = {{"noisy-machine", "Steal was 4 %.", false}};
  cell.latency = {{1000, 1010, 5}, {1010, 1020.5, 7}};
  cell.spans = {{0, 0, 50}, {1, 1.5, 52}};
  cell.configuration = {{"reactor", "epoll"}};
  Cell skipped;
  skipped.name = "thread/sleep/tasks:1000000";
  skipped.status = CellStatus::not_applicable;
  skipped.reason = "a million threads do not fit";
  reports::Run run;
  run.source = "small.json";
  run.date = "2026-01-02T03:04:05+00:00";
  run.seed = std::numeric_limits<std::uint64_t>::max();
  run.environment = {{"num_cpus", "2"}, {"cpu", "example"}};
  run.warnings = {"The governor is powersave."};
  run.cells = {cell, skipped};
  return run;
}

std::string sentence_of(std::string_view text) {
  try {
    read(text, "file.json");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

std::string rows(const std::string& inner) { return R"({"context": {}, "benchmarks": [)" + inner + "]}"; }

TEST(Results, EverythingReadsBackTheSame) {
  const reports::Run run = small_run();
  const std::string text = write(run);
  EXPECT_EQ(write(read(text, "small.json")), text);
  const reports::Run back = read(text, "small.json");
  ASSERT_EQ(back.cells.size(), 2u);
  ASSERT_EQ(back.cells[0].rounds.size(), 3u);
  EXPECT_TRUE(back.cells[0].rounds[1].voided);
  EXPECT_EQ(back.cells[0].rounds[2].metrics, run.cells[0].rounds[2].metrics);
  EXPECT_EQ(back.cells[0].verdicts, run.cells[0].verdicts);
  EXPECT_EQ(back.cells[0].latency[1].upper_ns, 1020.5);
  EXPECT_EQ(back.cells[0].metrics.at("time_ns_per_op").high, 1.75);
  EXPECT_EQ(back.cells[1].status, CellStatus::not_applicable);
  EXPECT_EQ(back.cells[1].reason, run.cells[1].reason);
  EXPECT_EQ(back.seed, run.seed);
  EXPECT_EQ(back.environment, run.environment);
}

TEST(Results, GoogleBenchmarksToolsFindTheirKeys) {
  const auto root = nlohmann::json::parse(write(small_run()));
  EXPECT_EQ(root["context"]["num_cpus"], 2);
  const auto& rows = root["benchmarks"];
  ASSERT_EQ(rows.size(), 2u + 4u + 1u);  // two rounds that count, four aggregates, one error row
  EXPECT_EQ(rows[0]["name"], "epoll/echo/connections:64/placement:one-core");
  EXPECT_EQ(rows[0]["run_type"], "iteration");
  EXPECT_EQ(rows[0]["real_time"], 100.5);
  EXPECT_EQ(rows[0]["syscalls_per_op"], 3.0125);
  EXPECT_EQ(rows[3]["aggregate_name"], "median");
  EXPECT_EQ(rows[3]["real_time"], 99.75);
  EXPECT_EQ(rows[6]["error_occurred"], true);
}

TEST(Results, WithheldRoundsAreNoRows) {
  reports::Run run = small_run();
  run.cells[0].verdicts.push_back({"wrong-work", "The target served 63 of 64.", true});
  const auto root = nlohmann::json::parse(write(run));
  EXPECT_EQ(root["benchmarks"][0]["error_message"], "wrong-work: The target served 63 of 64.");
  EXPECT_EQ(read(write(run), "x").cells[0].rounds.size(), 3u);
}

TEST(Results, NeverWritesWhatIsNoNumber) {
  reports::Run run = small_run();
  run.cells[0].rounds[0].metrics["p99"] = NAN;
  run.cells[0].metrics["p99"] = {0, INFINITY, INFINITY};
  const std::string text = write(run);
  EXPECT_TRUE(nlohmann::json::accept(text));
  EXPECT_EQ(text.find("nan"), std::string::npos);
}

TEST(Results, BytesThatAreNoUtf8DoNotStopTheWriter) {
  reports::Run run = small_run();
  run.cells[1].reason = "latin \xe9";
  EXPECT_TRUE(nlohmann::json::accept(write(run)));
}

TEST(ForeignResults, RoundsBecomeAMedianWithAnInterval) {
  const reports::Run run = read(rows(R"({"name": "BM_Read/64/threads:2", "run_type": "iteration", "real_time": 2.5,
      "cpu_time": 1, "time_unit": "us", "iterations": 100, "bytes_per_second": NaN},
      {"name": "BM_Read/64/threads:2", "real_time": 3.5, "cpu_time": 1, "time_unit": "us", "iterations": 100}
      )"),
                                "gb.json");
  ASSERT_EQ(run.cells.size(), 1u);
  EXPECT_TRUE(run.foreign);
  EXPECT_EQ(run.cells[0].workload, "BM_Read");
  EXPECT_EQ(run.cells[0].arguments[1], (std::pair<std::string, std::string>{"threads", "2"}));
  EXPECT_EQ(run.cells[0].metrics.at("time_ns_per_op").low, 2500);
  EXPECT_EQ(run.cells[0].metrics.at("time_ns_per_op").estimate, 3000);
}

TEST(ForeignResults, AggregatesAloneAreEnough) {
  const reports::Run run = read(rows(R"({"name": "A_mean", "run_name": "A", "run_type": "aggregate", "repetitions": 4,
      "aggregate_name": "mean", "aggregate_unit": "time", "real_time": 10, "cpu_time": 10, "time_unit": "ms"},
      {"name": "A_stddev", "run_name": "A", "run_type": "aggregate", "repetitions": 4, "aggregate_name": "stddev",
      "aggregate_unit": "time", "real_time": 2, "cpu_time": 2, "time_unit": "ms"},
      {"name": "A_cv", "run_name": "A", "run_type": "aggregate", "aggregate_name": "cv",
      "aggregate_unit": "percentage", "real_time": 0.2, "cpu_time": 0.2, "time_unit": "ms"})"),
                                "gb.json");
  EXPECT_EQ(run.cells[0].metrics.at("time_ns_per_op").estimate, 1e7);
  EXPECT_NEAR(run.cells[0].metrics.at("time_ns_per_op").low, 1e7 - 3.18245e6, 10);
}

TEST(ForeignResults, ErrorsAndSkipsStay) {
  const reports::Run run = read(rows(R"({"name": "A", "error_occurred": true, "error_message": "no file"},
                               {"name": "B", "skipped": true, "skip_message": "no ring"},
                               {"name": "C", "real_time": Infinity, "cpu_time": -Infinity, "time_unit": "ns"})"),
                                "x");
  EXPECT_EQ(run.cells[0].status, CellStatus::failed);
  EXPECT_EQ(run.cells[0].reason, "no file");
  EXPECT_EQ(run.cells[1].status, CellStatus::not_applicable);
  EXPECT_EQ(run.cells[2].status, CellStatus::failed);
}

TEST(ForeignResults, FitsOverAFamilyAreNoBenchmarks) {
  const reports::Run run = read(rows(R"({"name": "S/8", "run_name": "S/8", "real_time": 10, "cpu_time": 10, "time_unit": "ns"},
      {"name": "S_BigO", "run_name": "S", "run_type": "aggregate", "aggregate_name": "BigO", "big_o": "N", "cpu_coefficient": 1.2, "real_coefficient": 1.2, "time_unit": "ns"},
      {"name": "S_RMS", "run_name": "S", "run_type": "aggregate", "aggregate_name": "RMS", "rms": 0.031})"),
                                "gb.json");
  ASSERT_EQ(run.cells.size(), 1u);
  EXPECT_EQ(run.cells[0].configuration.at("complexity"), "N, RMS 3.1 %");
}

TEST(ForeignResults, TwoBenchmarksOfOneNameAreToldApart) {
  const reports::Run run = read(rows(R"({"name": "A", "family_index": 0, "per_family_instance_index": 0, "real_time": 1, "cpu_time": 1},
      {"name": "A", "family_index": 0, "per_family_instance_index": 0, "repetition_index": 1, "real_time": 2, "cpu_time": 2},
      {"name": "A", "family_index": 3, "per_family_instance_index": 0, "real_time": 900, "cpu_time": 900})"),
                                "gb.json");
  ASSERT_EQ(run.cells.size(), 2u);
  EXPECT_EQ(run.cells[0].rounds.size(), 2u);
  EXPECT_EQ(run.cells[1].name, "A #2");
  ASSERT_EQ(run.warnings.size(), 1u);
  EXPECT_NE(run.warnings[0].find("bear the name 'A'"), std::string::npos);
}

TEST(ForeignResults, ALoopThatWasOptimisedAwayIsNoTime) {
  const reports::Run run = read(rows(R"({"name": "A", "real_time": 1.2e-9, "cpu_time": 1e-9, "time_unit": "ns"},
      {"name": "B", "real_time": 0.3, "cpu_time": 0.3, "time_unit": "ns"})"),
                                "gb.json");
  ASSERT_EQ(run.cells[0].verdicts.size(), 1u);
  EXPECT_EQ(run.cells[0].verdicts[0].id, "optimised-away");
  EXPECT_TRUE(run.cells[0].verdicts[0].withholds && run.cells[1].verdicts.empty());
}

TEST(ForeignResults, OfOtherToolsAreRefused) {
  for (const char* row : {R"({"name": "test_x", "stats": {"min": 1}})", R"({"name": "x", "mean": 3})"}) {
    EXPECT_THROW(read(rows(row), "other.json"), InputError) << row;
  }
}

TEST(ForeignResults, CachesTellMachinesApart) {
  const reports::Run run = read(R"({"context": {"caches": [{"type": "Unified", "level": 3, "size": 33554432, "num_sharing": 4}]}, "benchmarks": []})", "x");
  EXPECT_EQ(run.environment.at("caches"), "L3 Unified 33554432 x4");
}

TEST(OwnResults, KeepWhatTheyAreJudgedBy) {
  reports::Run run = small_run();
  run.cells[0].headline = "latency_p99_ns";
  run.cells[0].floor = true;
  run.cells[0].rounds[0].block = 4;
  const reports::Run again = read(write(run), "x.json");
  EXPECT_EQ(again.cells[0].headline, "latency_p99_ns");
  EXPECT_TRUE(again.cells[0].floor);
  EXPECT_EQ(again.cells[0].rounds[0].block, 4u);
}

TEST(BrokenResults, OneSentenceEach) {
  EXPECT_EQ(sentence_of(""), "cannot read 'file.json': the file is empty");
  EXPECT_EQ(sentence_of(" \n"), "cannot read 'file.json': the file is empty");
  EXPECT_EQ(sentence_of("{\"benchmarks\": [\n{\"name\": \"A\""),
            "cannot read 'file.json': cut off at line 2, the JSON ends in the middle");
  EXPECT_EQ(sentence_of("{\n\"context\": what }"), "cannot read 'file.json': not JSON at line 2");
  EXPECT_EQ(sentence_of(R"({"a": 1})"),
            "cannot read 'file.json': it is JSON, but neither Google Benchmark's (no "
            "\"benchmarks\") nor SARIF (no \"runs\")");
  EXPECT_EQ(sentence_of(rows(R"({"name": "A", "time_unit": "h", "real_time": 1})")),
            "cannot read 'file.json': the row 'A' has the unknown time unit 'h'");
  EXPECT_EQ(sentence_of(rows(R"({"real_time": 1})")), "cannot read 'file.json': a benchmark has no name");
  EXPECT_EQ(sentence_of(R"({"benchmarks": [], "unblock": {"schema": 99}})"),
            "cannot read 'file.json': it was written by a newer Unblock (schema 99, this one reads 1)");
  EXPECT_EQ(sentence_of(rows(R"({"name": "A", "real_time": 1, "unblock": {"cell": 3}})")),
            "cannot read 'file.json': its rows are Unblock's, but the part \"unblock\" that explains them is missing");
}

TEST(BrokenResults, ContradictionsAreRefused) {
  const auto with_cell = [](const std::string& inner) {
    return R"({"benchmarks": [], "unblock": {"schema": 1, "cells": [{"name": "a", )" + inner + "}]}}";
  };
  EXPECT_EQ(sentence_of(with_cell(R"("metrics": {"p50_ns": [5, 1, 9]})")),
            "cannot read 'file.json': 'p50_ns' of 'a' lies outside its own interval");
  EXPECT_EQ(sentence_of(R"({"benchmarks": [{"name": "a", "unblock": {"cell": 3}}], "unblock": {"schema": 1}})"),
            "cannot read 'file.json': a row belongs to cell 3, which is missing");
}

TEST(BrokenResults, OneBrokenHistogramIsLeftOutAndSaid) {
  for (const char* histogram : {"[10, 5, 1]", "[10, 5]", "[1, 2, \"x\"]"}) {
    const reports::Run run = read(fmt::format(R"({{"benchmarks": [], "unblock": {{"schema": 1, "cells": [{{"name": "a", "latency": {}}}, {{"name": "b", "latency": [1, 2, 3]}}]}}}})",
                                              histogram),
                                  "x");
    ASSERT_EQ(run.cells.size(), 2u);
    EXPECT_TRUE(run.cells[0].latency.empty());
    EXPECT_EQ(run.cells[1].latency.size(), 1u);
    EXPECT_EQ(run.warnings, std::vector<std::string>{"The histogram 'latency' of 'a' is left out: it is broken."});
  }
}

TEST(BrokenResults, AnyTypeAnywhereIsSurvived) {
  EXPECT_NO_THROW(read(R"({"context": 3, "benchmarks": [1, "x", {"name": "A", "run_name": 5, "real_time": "fast"}]})", "x"));
  EXPECT_NO_THROW(read(R"({"benchmarks": 5, "unblock": {"schema": "x", "cells": {}, "environment": []}})", "x"));
}

TEST(ForeignResults, TimesThatOverflowAreNoTimes) {
  const auto run = read(R"({"context": {}, "benchmarks": [
    {"name": "a", "real_time": 1e308, "cpu_time": 1e308, "time_unit": "s"},
    {"name": "b", "real_time": 1e308, "cpu_time": 1, "time_unit": "ns"},
    {"name": "b", "real_time": 1.1e308, "cpu_time": 1, "time_unit": "ns"}]})",
                        "x.json");
  EXPECT_EQ(run.cells[0].status, CellStatus::failed);
  EXPECT_TRUE(std::isfinite(run.cells[1].metrics.at("time_ns_per_op").estimate));
  const std::string written = write(run);
  EXPECT_EQ(write(read(written, "x.json")), written);
}

}  // namespace
}  // namespace unblock::reports::results
