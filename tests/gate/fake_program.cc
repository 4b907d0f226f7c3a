// Speaks Google Benchmark's protocol and measures nothing: its times come from a file beside it, `<program>.spec`, so that
// tests of the gate need no clock. One line per benchmark:
//   NAME TIME_NS SPREAD [COUNTER=VALUE]... [once_crash]     a time, log-normal around TIME_NS
//   NAME crash | skip | nan | zero | negative | hang | nothing | garbage | aggregates
// A line `print TEXT` is printed to stdout, as careless programs do.
#include <signal.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Benchmark {
  std::string name, time;
  double spread = 0;
  bool crashes_once = false;
  std::vector<std::string> counters;
};

std::string flag(int argc, char** argv, const std::string& name) {
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument.starts_with("--" + name + "=")) return argument.substr(name.size() + 3);
  }
  return {};
}

std::vector<Benchmark> read_spec(const std::string& path) {
  std::vector<Benchmark> benchmarks;
  std::ifstream spec(path);
  for (std::string line; std::getline(spec, line);) {
    std::istringstream words(line);
    Benchmark one;
    words >> one.name >> one.time;
    if (one.name == "print") {
      std::cout << line.substr(6) << '\n';
      continue;
    }
    words >> one.spread;
    one.crashes_once = line.ends_with(" once_crash");
    for (std::string counter; words >> counter && counter.find('=') != counter.npos;) one.counters.push_back(counter);
    if (!one.name.empty()) benchmarks.push_back(one);
  }
  return benchmarks;
}

std::string time_of(const Benchmark& benchmark) {
  if (benchmark.time == "nan") return "NaN";
  if (benchmark.time == "zero") return "0";
  if (benchmark.time == "negative") return "-1.5";
  std::random_device entropy;
  std::normal_distribution<> noise(0, benchmark.spread);
  return std::to_string(std::atof(benchmark.time.c_str()) * std::exp(benchmark.spread > 0 ? noise(entropy) : 0));
}

std::string row(const Benchmark& benchmark) {
  const std::string name = R"("name": ")" + benchmark.name + R"(", "run_name": ")" + benchmark.name + R"(", )";
  if (benchmark.time == "skip") {
    return "{" + name + R"("run_type": "iteration", "error_occurred": true, "error_message": "no such device", "iterations": 0, "real_time": 0, "cpu_time": 0, "time_unit": "ns"})";
  }
  std::string text = "{" + name + R"("run_type": "iteration", "repetitions": 1, "threads": 1, "iterations": 1000, "time_unit": "ns", "cpu_time": 1, "real_time": )" + time_of(benchmark);
  for (const std::string& counter : benchmark.counters) {
    const std::size_t equals = counter.find('=');
    text += ", \"" + counter.substr(0, equals) + "\": " + counter.substr(equals + 1);
  }
  return text + "}";
}

/// Leaves `<program>.ran` behind; with "once_crash" the second run dies.
void note_run(const Benchmark& benchmark, const std::string& program) {
  if (std::ifstream(program + ".ran") && benchmark.crashes_once && !std::ifstream(program + ".crashed")) {
    std::ofstream(program + ".crashed") << "once";
    ::raise(SIGSEGV);
  }
  std::ofstream(program + ".ran") << "yes";
}

int run(const Benchmark& benchmark, const std::string& program, const std::string& output) {
  note_run(benchmark, program);
  if (benchmark.time == "crash") ::raise(SIGSEGV);
  if (benchmark.time == "hang") ::sleep(1000);
  if (benchmark.time == "nothing") return 0;
  std::ofstream file(output);
  if (benchmark.time == "garbage") file << "{\"context\": {}, \"benchmarks\": [ {\"name\": ";
  else file << R"({"context": {"date": "2026-01-01T00:00:00+00:00"}, "benchmarks": [)" << row(benchmark) << "]}\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<Benchmark> benchmarks = read_spec(std::string(argv[0]) + ".spec");
  const bool lists = !flag(argc, argv, "benchmark_list_tests").empty();
  const std::regex filter(flag(argc, argv, "benchmark_filter"), std::regex::extended);
  for (const Benchmark& benchmark : benchmarks) {
    if (lists) std::cout << benchmark.name << '\n';
    else if (std::regex_search(benchmark.name, filter)) return run(benchmark, argv[0], flag(argc, argv, "benchmark_out"));
  }
  return 0;
}
