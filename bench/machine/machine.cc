// Reads /proc and /sys. Everything here may be missing on another machine: then it says so or stays silent.
#include "bench/machine/machine.h"

#include <fmt/format.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include "bench/process/helper.h"
#include "bench/process/spawn.h"

namespace unblock::bench {
namespace {

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::string cpuinfo(const std::string& key) {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(key)) return line.substr(std::min(line.size(), line.find(':') + 2));
  }
  return {};
}

std::string or_unknown(const std::string& text) { return text.empty() ? "unknown" : text; }

std::string sanitizer() {
#if defined(__SANITIZE_ADDRESS__)
  return "address";
#elif defined(__SANITIZE_THREAD__)
  return "thread";
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
  return "address";
#elif __has_feature(thread_sanitizer)
  return "thread";
#endif
#endif
  return "none";
}

bool optimised() {
#if defined(__OPTIMIZE__)
  return true;
#else
  return false;
#endif
}

double load_average() {
  double load = 0;
  std::istringstream(first_line("/proc/loadavg")) >> load;
  return load;
}

struct CpuTime {
  double busy = 0, all = 0;

  static CpuTime now() {
    std::istringstream line(first_line("/proc/stat"));
    std::string cpu;
    long long user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0;
    line >> cpu >> user >> nice >> system >> idle >> iowait >> irq >> softirq;
    const auto busy = static_cast<double>(user + nice + system + irq + softirq);
    return {busy, busy + static_cast<double>(idle + iowait)};
  }
};

/// What others take of all CPUs right now. The load average would count what has ended a minute ago, such as a build.
double busy_share() {
  const CpuTime before = CpuTime::now();
  ::usleep(300'000);
  const CpuTime after = CpuTime::now();
  return after.all > before.all ? (after.busy - before.busy) / (after.all - before.all) : 0;
}

/// Where the kernel does not tell, nothing is known to be too much.
rlim_t file_limit() {
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : RLIM_INFINITY;
}

/// Those that this process may run on. Where the kernel does not tell, those that are online.
std::vector<int> allowed_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  const bool told = ::sched_getaffinity(0, sizeof(set), &set) == 0;
  const auto online = static_cast<int>(std::clamp<long>(::sysconf(_SC_NPROCESSORS_ONLN), 1, CPU_SETSIZE));
  std::vector<int> cpus;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (told ? CPU_ISSET(cpu, &set) : cpu < online) cpus.push_back(cpu);
  }
  return cpus;
}

int read_tracepoint(const std::string& tracefs) {
  return std::atoi(first_line(tracefs + "/events/raw_syscalls/sys_enter/id").c_str());
}

/// In a helper with mounts of its own: mounts tracefs, reads the id, tells it through a pipe. 0 where that failed.
int tracepoint_from_own_mount() {
  Pipe answer;
  if (answer.error != 0) return 0;
  Helper helper([&] {
    int id = 0;
    if (::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
        ::mount("tracefs", "/sys/kernel/tracing", "tracefs", 0, nullptr) == 0) {
      id = read_tracepoint("/sys/kernel/tracing");
    }
    [[maybe_unused]] const ssize_t written = ::write(answer.write.get(), &id, sizeof(id));
  });
  answer.write.reset();
  int id = 0;
  if (::read(answer.read.get(), &id, sizeof(id)) != sizeof(id)) id = 0;
  helper.wait();
  return id;
}

}  // namespace

bool virtual_machine() { return cpuinfo("flags").find(" hypervisor") != std::string::npos; }

std::map<std::string, std::string> fingerprint() {
  utsname kernel{};
  ::uname(&kernel);
  const std::string governor = first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
  const std::string smt = first_line("/sys/devices/system/cpu/smt/active");
  const std::string haltpoll = first_line("/sys/module/haltpoll/parameters/guest_halt_poll_ns");
  return {{"cpu", or_unknown(cpuinfo("model name"))},
          {"num_cpus", std::to_string(::sysconf(_SC_NPROCESSORS_ONLN))},
          {"mhz_per_cpu", fmt::format("{:.0f}", std::atof(cpuinfo("cpu MHz").c_str()))},
          {"cpu_scaling_enabled", governor.empty() || governor == "performance" ? "false" : "true"},
          {"governor", governor.empty() ? "none" : governor},
          {"smt", smt == "1" ? "on" : "off"},
          {"virtual_machine", virtual_machine() ? "yes" : "no"},
          {"guest_halt_poll_ns", haltpoll.empty() ? "no haltpoll" : haltpoll},
          {"kernel", fmt::format("{} {}", kernel.sysname, kernel.release)},
          {"host_name", kernel.nodename},
          {"load_average_before", fmt::format("{:.2f}", load_average())},
          {"open_files_limit", std::to_string(file_limit())},
#if defined(__clang__)
          {"compiler", "clang " __clang_version__},
#else
          {"compiler", "g++ " __VERSION__},
#endif
          {"build_type", optimised() ? "optimised" : "not optimised"},
          {"library_build_type", optimised() ? "release" : "debug"},
          {"sanitizer", sanitizer()},
          {"unblock_version", UNBLOCK_VERSION}};
}

std::vector<std::string> disturbances() {
  std::vector<std::string> sentences;
  constexpr double kBusy = 0.1;
  const double busy = busy_share();
  if (busy > kBusy) sentences.push_back(fmt::format("Other programs are running: before the start they used {:.0f} % of the CPUs.", busy * 100));
  if (!optimised()) sentences.emplace_back("This is a build without optimisation: its times mean nothing.");
  if (sanitizer() != "none") sentences.push_back(fmt::format("This is a build with the {} sanitizer: its times mean nothing.", sanitizer()));
  const std::string governor = first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
  if (!governor.empty() && governor != "performance") {
    sentences.push_back(fmt::format("The CPU frequency governor is '{}': 'performance' gives steadier times.", governor));
  }
  if (virtual_machine()) {
    sentences.emplace_back("This is a virtual machine: its CPUs are shared with others, and an idle one is slow to wake.");
  }
  return sentences;
}

std::vector<int> usable_cpus() {
  std::vector<int> cpus, siblings;
  for (const int cpu : allowed_cpus()) {
    const std::string path = fmt::format("/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list", cpu);
    const int first = std::atoi(first_line(path).c_str());
    const bool shares = first != cpu && std::find(cpus.begin(), cpus.end(), first) != cpus.end();
    (shares ? siblings : cpus).push_back(cpu);
  }
  cpus.insert(cpus.end(), siblings.begin(), siblings.end());
  return cpus;
}

double steal_s() {
  std::istringstream line(first_line("/proc/stat"));
  std::string cpu;
  long long user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0;
  line >> cpu >> user >> nice >> system >> idle >> iowait >> irq >> softirq >> steal;
  return static_cast<double>(steal) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::uint64_t raise_file_limit() {
  constexpr rlim_t kWanted = 200'000;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return file_limit();
  const rlimit wanted{std::max(limit.rlim_cur, kWanted), std::max(limit.rlim_max, kWanted)};
  if (::setrlimit(RLIMIT_NOFILE, &wanted) != 0) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
  return file_limit();
}

int syscall_tracepoint(std::string& reason) {
  for (const char* tracefs : {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"}) {
    if (const int id = read_tracepoint(tracefs); id > 0) return id;
  }
  const int id = tracepoint_from_own_mount();
  if (id == 0) reason = "system calls are not counted: tracefs cannot be read (root is needed)";
  return id;
}

}  // namespace unblock::bench
