// The figures are round numbers chosen so that each chart has something to show: ties, outliers, drift, n/a and failure.
#include "tests/reports/sample.h"

#include <fmt/format.h>

#include <cmath>

namespace unblock::reports::testing {
namespace {

/// What is told about a cell; everything else is derived from it.
struct Outline {
  const char* runtime;
  double time_ns;       ///< per operation
  double cpu_ns;        ///< per operation
  double p50_ns;
  double memory_bytes;  ///< peak
  double syscalls;      ///< per operation
  double threads = 1;
  CellKind kind = CellKind::shared;
};

constexpr int kRounds = 8;
/// How far a round lies from the median, in percent: small noise and, in the sixth round, an outlier.
constexpr double kNoise[kRounds] = {0.4, -0.7, 0.2, -0.3, 0.9, 6.0, -0.5, 0.1};

Interval around(double value, double percent) {
  return {value * (1 - percent / 100), value, value * (1 + percent / 100)};
}

/// A bell on the log scale with a long right tail, 40 buckets of 9 %.
std::vector<HistogramBucket> bell(double median_ns, double tail) {
  std::vector<HistogramBucket> buckets;
  for (int i = -12; i < 28; ++i) {
    const double width = i > 0 ? 4 * tail : 4;
    const auto count = static_cast<std::uint64_t>(std::floor(20000 * std::exp(-i * i / (2 * width * width))));
    const double lower = std::floor(median_ns * std::pow(1.09, i)), upper = std::floor(median_ns * std::pow(1.09, i + 1));
    if (count > 0) buckets.push_back({lower, upper, count});
  }
  return buckets;
}

void add_rounds(Cell& cell, const Outline& outline, unsigned place) {
  for (int i = 0; i < kRounds; ++i) {
    Round round;
    round.index = static_cast<unsigned>(i) * 10 + place;
    round.started_s = round.index * 0.25;
    round.real_time_ns = outline.time_ns * cell.operations_per_iteration * (1 + kNoise[(i + place) % kRounds] / 100);
    round.cpu_time_ns = outline.cpu_ns * cell.operations_per_iteration;
    round.iterations = 50;
    round.voided = place == 2 && i == 3;
    round.metrics = {{"latency_p99_ns", outline.p50_ns * 2.5}, {"rss_peak_bytes", outline.memory_bytes}};
    cell.rounds.push_back(round);
  }
}

void add_metrics(Cell& cell, const Outline& outline) {
  cell.metrics = {{"time_ns_per_op", around(outline.time_ns, 1.2)},
                  {"cpu_ns_per_op", around(outline.cpu_ns, 0.8)},
                  {"latency_p50_ns", around(outline.p50_ns, 0.5)},
                  {"latency_p90_ns", around(outline.p50_ns * 1.6, 0.9)},
                  {"latency_p99_ns", around(outline.p50_ns * 2.5, 3)},
                  {"latency_p999_ns", around(outline.p50_ns * 4, 9)},
                  {"latency_max_ns", around(outline.p50_ns * 11, 0)},
                  {"rss_peak_bytes", around(outline.memory_bytes, 0.3)},
                  {"ops_per_second", around(1e9 / outline.time_ns, 1.2)},
                  {"threads", around(outline.threads, 0)}};
  if (outline.syscalls > 0) cell.metrics["syscalls_per_op"] = around(outline.syscalls, 0.1);
}

Cell cell_of(const Outline& outline, const std::string& workload,
             std::vector<std::pair<std::string, std::string>> arguments, unsigned place,
             const std::string& placement = "two-cores") {
  Cell cell;
  cell.runtime = outline.runtime;
  cell.workload = workload;
  cell.arguments = std::move(arguments);
  cell.placement = placement;
  cell.kind = outline.kind;
  cell.name = fmt::format("{}{}/{}", cell.runtime, cell.kind == CellKind::native ? "_native" : "", workload);
  for (const auto& [name, value] : cell.arguments) cell.name += fmt::format("/{}:{}", name, value);
  cell.operations_per_iteration = 64;
  add_rounds(cell, outline, place);
  add_metrics(cell, outline);
  cell.configuration = {{"allocator", "glibc"}, {"tcp_nodelay", "1"}};
  return cell;
}

Cell not_applicable(const char* runtime, const std::string& workload,
                    std::vector<std::pair<std::string, std::string>> arguments, const std::string& reason) {
  Cell cell = cell_of({runtime, 1, 1, 1, 1, 0}, workload, std::move(arguments), 0);
  cell.rounds.clear();
  cell.metrics.clear();
  cell.configuration.clear();
  cell.status = CellStatus::not_applicable;
  cell.reason = reason;
  return cell;
}

void add_sleep(Run& run) {
  for (const double tasks : {100.0, 1000.0, 10000.0}) {
    const std::vector<std::pair<std::string, std::string>> arguments = {{"tasks", fmt::format("{:.0f}", tasks)}};
    const double wait = 1e8;  // 100 ms
    unsigned place = 0;
    for (const Outline& outline : {Outline{"epoll", wait / tasks + 250, 250, wait + 60000, 2.2e6 + 180 * tasks, 0.01},
                                   Outline{"libuv", wait / tasks + 420, 420, wait + 90000, 2.6e6 + 310 * tasks, 0.02},
                                   Outline{"asio", wait / tasks + 900, 900, wait + 150000, 3.1e6 + 1250 * tasks, 0.03},
                                   Outline{"thread", wait / tasks + 21000, 21000, wait + 400000, 3e6 + 8500 * tasks, 4, tasks}}) {
      if (tasks > 1000 && std::string(outline.runtime) == "thread") {
        run.cells.push_back(not_applicable("thread", "sleep", arguments, "10,000 threads exceed the limit of this machine"));
        continue;
      }
      Cell cell = cell_of(outline, "sleep", arguments, place++);
      const double overlap = wait / outline.time_ns;
      cell.metrics["overlap_factor"] = around(overlap, 0.4);
      cell.metrics["bytes_per_task"] = around((outline.memory_bytes - 2e6) / tasks, 0.5);
      run.cells.push_back(cell);
    }
    Cell blocking = cell_of({"blocking", wait, 900, wait, 2e6, 1}, "sleep", arguments, place);
    blocking.metrics["overlap_factor"] = around(1, 0);
    if (tasks > 100) {
      blocking = not_applicable("blocking", "sleep", arguments, "waits one after the other: it would take 100 seconds");
    }
    run.cells.push_back(blocking);
  }
}

std::vector<Span> waits(unsigned tasks, bool overlapped) {
  std::vector<Span> spans;
  for (unsigned task = 0; task < tasks; ++task) {
    const double start = overlapped ? task * 40000.0 : task * 5.1e6;
    spans.push_back({task, start, start + 5e6 + task * 9000.0});
  }
  return spans;
}

void add_gather(Run& run) {
  unsigned place = 0;
  for (const Outline& outline : {Outline{"blocking", 5.1e6, 31000, 5.1e6, 4e6, 4}, Outline{"epoll", 88000, 9000, 5.2e6, 4.4e6, 3.1},
                                 Outline{"libuv", 93000, 12000, 5.3e6, 4.9e6, 3.4}, Outline{"asio", 101000, 16000, 5.4e6, 5.6e6, 4.1},
                                 Outline{"asio", 98500, 15400, 5.4e6, 5.4e6, 4.1, 1, CellKind::native},
                                 Outline{"thread_pool", 640000, 36000, 5.3e6, 6e6, 5.2, 8},
                                 Outline{"python_asyncio", 410000, 290000, 9e6, 4.1e7, 6.2, 1, CellKind::guest}}) {
    Cell cell = cell_of(outline, "gather", {{"requests", "64"}, {"delay_ms", "5"}}, place++);
    cell.metrics["overlap_factor"] = around(5e6 / outline.time_ns, 0.6);
    cell.latency = bell(outline.p50_ns, 1.3);
    if (cell.runtime == "blocking") cell.spans = waits(10, false);
    if (cell.runtime == "asio" && cell.kind == CellKind::shared) cell.spans = waits(10, true);
    run.cells.push_back(cell);
  }
  Cell broken = cell_of({"asio_uring", 60000, 9000, 5e6, 5e6, 2}, "gather", {{"requests", "64"}, {"delay_ms", "5"}}, 7);
  broken.verdicts.push_back({"wrong-work", "The target answered 3,180 of the 3,200 requests that the worker counted.", true});
  run.cells.push_back(broken);
}

void add_echo(Run& run, double asio_factor, double libuv_factor) {
  for (const char* placement : {"two-cores", "one-core"}) {
    const double scale = std::string(placement) == "one-core" ? 0.7 : 1;
    unsigned place = 0;
    for (const Outline& outline :
         {Outline{"epoll", 5200, 4100, 310000, 2.4e6, 2.01}, Outline{"libuv", 6900 * libuv_factor, 5600, 400000, 3.2e6, 2.13},
          Outline{"asio", 7000 * asio_factor, 5900, 430000, 3.9e6, 3.01}, Outline{"thread", 19000, 15500, 900000, 9e6, 2, 64},
          Outline{"asio", 6800, 5700, 425000, 3.7e6, 3.01, 1, CellKind::native}}) {
      Outline scaled = outline;
      scaled.time_ns *= scale;
      scaled.p50_ns *= scale;
      Cell cell = cell_of(scaled, "echo", {{"connections", "64"}, {"bytes", "64"}}, place++, placement);
      cell.latency = bell(scaled.p50_ns, 1.4);
      if (cell.runtime == "thread") cell.verdicts.push_back({"noisy-machine", "Rounds differ by 14 % while the canary moved by 9 %.", false});
      run.cells.push_back(cell);
    }
    Cell dead = not_applicable("thread_pool", "echo", {{"connections", "64"}, {"bytes", "64"}}, "worker died: signal 11 after 3 rounds");
    dead.placement = placement;
    dead.status = CellStatus::failed;
    run.cells.push_back(dead);
  }
}

Run run_with(const char* date, double asio_factor, double libuv_factor) {
  Run run;
  run.date = date;
  run.suite = "quick";
  run.seed = 4711;
  run.duration_s = 52;
  run.environment = {{"cpu", "Example CPU 3000"}, {"kernel", "6.1.0-sample"}, {"num_cpus", "2"}, {"governor", "performance"}, {"compiler", "g++ 12.2.0"}, {"build_type", "Release"}, {"ulimit_n", "1048576"}, {"host_name", "sample-host"}};
  run.warnings = {"This is a virtual machine: waking a virtual core costs about 70 µs where nothing keeps it awake."};
  add_sleep(run);
  add_gather(run);
  add_echo(run, asio_factor, libuv_factor);
  return run;
}

Rule rule(const char* id, const char* summary, Severity severity) {
  return {id, summary,
          fmt::format("# {}\n\nFinds: {}\n\n## Example\n\n```cpp\nstd::this_thread::sleep_for(1s);  // every task on this loop "
                      "waits\n```\n\n## Instead\n\n```cpp\nco_await timer.async_wait(asio::use_awaitable);\n```\n\n| option | default |\n|---|---|\n"
                      "| `AllowShort` | `false` |\n",
                      id, summary),
          severity};
}

Finding blocking_finding() {
  Finding finding;
  finding.check = "async-blocking-call";
  finding.severity = Severity::error;
  finding.message = "'fsync' blocks the thread that runs the event loop";
  finding.location = {"src/store/journal.cc", 88, 7};
  finding.source = {"int Journal::commit() {", "  buffer_.flush();", "  return ::fsync(fd_);", "}"};
  finding.source_first_line = 86;
  Step entry{{"src/server.cc", 41, 12}, "this coroutine runs on the loop: it was handed to co_spawn"};
  entry.source = {"  asio::co_spawn(loop, session(std::move(socket)), asio::detached);"};
  entry.source_first_line = 41;
  finding.chain = {entry,
                   {{"src/session.cc", 120, 5}, "it calls 'Store::put'"},
                   {{"src/store/store.cc", 57, 10}, "which calls 'Journal::commit'"},
                   {{"src/store/journal.cc", 88, 7}, "which calls 'fsync', and that blocks"}};
  finding.instead = "Run it on a pool: co_await asio::post(pool, asio::use_awaitable), then come back.";
  return finding;
}

Finding simple_finding(const char* check, Severity severity, const char* file, unsigned line, const char* message,
                       const char* source, const char* instead) {
  Finding finding;
  finding.check = check;
  finding.severity = severity;
  finding.message = message;
  finding.location = {file, line, 3};
  finding.source = {source};
  finding.source_first_line = line;
  finding.instead = instead;
  return finding;
}

}  // namespace

Run sample_run() {
  Run run = run_with("2026-03-01T10:00:00+00:00", 1, 1);
  run.source = "sample.json";
  return run;
}

Run sample_base_run() {
  Run run = run_with("2026-02-20T10:00:00+00:00", 0.8, 1.3);
  run.source = "sample-base.json";
  for (Cell& cell : run.cells) {
    if (cell.runtime == "epoll" && cell.workload == "echo") cell.metrics["syscalls_per_op"] = around(3.01, 0.1);
  }
  return run;
}

Findings sample_findings() {
  Findings findings;
  findings.tool = "unblock-lint";
  findings.tool_version = "0.1.0";
  findings.rules = {rule("async-blocking-call", "A call that blocks is reached from code that runs on an event loop.", Severity::error),
                    rule("async-unawaited-coroutine", "A coroutine is made and never awaited, so it never runs.", Severity::warning),
                    rule("async-await-in-loop", "Waits that could overlap are awaited one after the other.", Severity::note)};
  findings.findings = {blocking_finding(),
                       simple_finding("async-unawaited-coroutine", Severity::warning, "src/session.cc", 64,
                                      "'notify' is a lazy coroutine: this call does nothing", "  notify(user, \"hello\");",
                                      "co_await notify(...), or hand it to co_spawn."),
                       simple_finding("async-unawaited-coroutine", Severity::warning, "src/jobs.cc", 19,
                                      "'refresh' is a lazy coroutine: this call does nothing", "    refresh(cache);", ""),
                       simple_finding("async-await-in-loop", Severity::note, "src/jobs.cc", 33,
                                      "each turn waits for the one before it", "  for (auto& url : urls) pages.push_back(co_await get(url));",
                                      "Start them all, then await the group.")};
  findings.failed_files = {"src/legacy.cc"};
  return findings;
}

Report sample_report() { return {{sample_base_run(), sample_run()}, {sample_findings()}}; }

Report hostile_report() {
  const std::string evil = "</script></style></svg>\"'><img src=x onerror=alert(1)><script>window.hacked=1</script>&#x41;\xff\xe2\x80\xae";
  Report report = {{sample_run()}, {sample_findings()}};
  Run& run = report.runs[0];
  run.source = run.date = run.suite = evil;
  run.environment[evil] = evil;
  run.warnings = {evil};
  for (Cell& cell : run.cells) {
    cell.runtime += evil;
    cell.workload += evil;
    cell.name += evil;
    cell.reason += evil;
    cell.placement += evil;
    for (auto& [name, value] : cell.arguments) value += evil;
    for (Verdict& verdict : cell.verdicts) verdict.text += evil;
    cell.configuration[evil] = evil;
    if (!cell.metrics.empty()) cell.metrics[evil] = {1, 2, 3};
  }
  Findings& findings = report.findings[0];
  findings.tool = evil;
  for (Rule& rule : findings.rules) rule.help += evil + "\n\n[x](javascript:alert(1)) ![y](http://example.org/z.png) <b onclick=alert(1)>\n";
  for (Finding& finding : findings.findings) {
    finding.message += evil;
    finding.location.file += evil;
    finding.source.push_back(evil);
    finding.instead = evil;
    for (Step& step : finding.chain) step.message += evil;
  }
  findings.failed_files.push_back(evil);
  return report;
}

Report many_report() {
  constexpr const char* kCpp[] = {"epoll", "io_uring", "libev", "libuv", "libevent", "asio", "asio_uring", "asio_stackful", "glib", "thread_pool", "thread", "blocking"};
  constexpr const char* kGuests[] = {"go", "tokio", "tokio_multi", "node", "node_http", "python_asyncio", "python_uvloop", "python_requests"};
  constexpr const char* kWorkloads[] = {"gather", "sequence", "bounded", "failing_gather", "blocking_http", "gather_open", "keepalive", "keepalive_open", "echo", "echo_open", "timeout", "connect",
                                        "stream", "pipeline", "spawn", "background", "startup", "post", "yield", "cancel", "stall", "cpu", "file_read"};
  Report report = {{run_with("2026-03-01T10:00:00+00:00", 1, 1)}, {sample_findings()}};
  Run& run = report.runs.front();
  run.source = "many.json";
  run.cells.clear();
  add_sleep(run);
  double size = 1;
  for (const char* workload : kWorkloads) {
    unsigned place = 0;
    size += 1;
    const auto add = [&](const char* runtime, double slower, CellKind kind) {
      const double wait = 5000 * size * slower;
      Cell cell = cell_of({runtime, wait, 900 * size * slower, 60 * wait, 8e6 * std::sqrt(slower), 2, 1, kind}, workload, {{"connections", "256"}, {"delay_us", "5000"}, {"bytes", "1024"}}, place++);
      cell.rounds.resize(3);
      if (size > 6 && size < 16) cell.latency = bell(60 * wait, 1.3);
      run.cells.push_back(cell);
    };
    double slower = 1;
    for (const char* runtime : kCpp) add(runtime, std::string(runtime) == "blocking" ? 100 : slower += 0.12, CellKind::shared);
    for (const char* runtime : {"epoll", "asio", "libuv"}) add(runtime, slower, CellKind::native);
    if (size < 12) {
      for (const char* runtime : kGuests) add(runtime, slower *= 1.6, CellKind::guest);
    }
  }
  return report;
}

Report large_report() {
  Report report = {{sample_run()}, {sample_findings()}};
  Run& run = report.runs[0];
  for (Cell& cell : run.cells) {
    const std::vector<Round> few = cell.rounds;
    for (unsigned i = 0; !few.empty() && cell.rounds.size() < 4000; ++i) {
      Round round = few[i % few.size()];
      round.index = i;
      round.started_s = i * 0.01;
      round.real_time_ns *= 1 + 0.03 * std::sin(i * 0.37) + (i % 997 == 0 ? 0.5 : 0);
      cell.rounds.push_back(round);
    }
  }
  Findings& findings = report.findings[0];
  const std::vector<Finding> few = findings.findings;
  for (unsigned i = 0; findings.findings.size() < 5000; ++i) {
    Finding finding = few[i % few.size()];
    finding.location.file = fmt::format("src/module_{}/file_{}.cc", i % 40, i % 400);
    finding.location.line = 10 + i;
    finding.source_first_line = finding.location.line;
    finding.source[0] += fmt::format("  // {}", i);
    findings.findings.push_back(finding);
  }
  return report;
}

}  // namespace unblock::reports::testing
