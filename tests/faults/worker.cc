// A worker that does what the protocol asks and nothing else: one cell, no target, always the same time. Fast to start, so
// that a run of it can be repeated for every fault. Each time that it has answered, a byte more is in `<program>.answered`.
#include <cstdio>
#include <string>
#include <string_view>

namespace {

constexpr const char* kDescription =
    R"({"protocol":1,"runtime":"steady","kind":"shared","cells":[{"name":"steady/sleep/tasks:1","workload":"sleep","operation":"wait",)"
    R"("arguments":[["tasks",1]],"quick":true,"needs_target":false,"not_applicable":""}]})";
constexpr const char* kResults =
    R"({"context":{},"benchmarks":[{"name":"steady/sleep/tasks:1","run_name":"steady/sleep/tasks:1","run_type":"iteration","iterations":1,)"
    R"("real_time":1e6,"cpu_time":1e5,"time_unit":"ns","operations":1,"time_ns_per_op":1e6}]})";
constexpr const char* kSide =
    R"({"claim":{"connections":0,"requests":0,"bytes_out":0,"bytes_in":0,"digest":"0000000000000000"},"configuration":{}})";

bool write(const std::string& path, const char* text, const char* mode = "w") {
  std::FILE* file = std::fopen(path.c_str(), mode);
  if (file == nullptr) return false;
  const bool written = std::fputs(text, file) >= 0;
  return std::fclose(file) == 0 && written;
}

}  // namespace

int main(int argc, char** argv) {
  bool all = true, asked = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const std::string value(argument.substr(std::min(argument.size(), argument.find('=') + 1)));
    if (argument == "--unblock_describe") return std::puts(kDescription) < 0;
    if (argument.starts_with("--benchmark_out=")) all &= write(value, kResults);
    if (argument.starts_with("--unblock_side=")) all &= asked = write(value, kSide);
  }
  if (all && asked) write(std::string(argv[0]) + ".answered", ".", "a");
  return all ? 0 : 1;
}
