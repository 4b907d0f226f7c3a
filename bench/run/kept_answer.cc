#include "bench/run/kept_answer.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bench/process/process.h"
#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestFile = 16 << 20;

std::string folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  if (cache && *cache) return fmt::format("{}/unblock/described", cache);
  return home && *home ? fmt::format("{}/.cache/unblock/described", home) : "";
}

/// What changes when a file is written or replaced, a folder gets or loses something, or a variable is set.
std::string state_of(const std::string& need) {
  if (need.starts_with('$')) {
    const char* value = std::getenv(need.c_str() + 1);
    return value ? fmt::format("is {}", value) : "is not set";
  }
  struct stat found{};
  if (::stat(need.c_str(), &found) != 0) return "is missing";
  return fmt::format("{}:{} {} {}.{} {}.{}", found.st_dev, found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_ctim.tv_sec,
                     found.st_ctim.tv_nsec);
}

bool is_script(const std::string& program) {
  char begin[2] = {};
  return !std::ifstream(program).read(begin, sizeof begin) || (begin[0] == '#' && begin[1] == '!');
}

bool is_one_line(const std::string& text) { return text.find_first_of("\n\t") == text.npos; }

}  // namespace

KeptAnswer::KeptAnswer(const std::string& worker) {
  std::string name = worker;
  std::replace(name.begin(), name.end(), '/', '-');
  if (!folder().empty() && name.size() <= kLongestName) file_ = fmt::format("{}/{}", folder(), name);
}

std::optional<std::string> KeptAnswer::read() const {
  std::error_code error;
  if (file_.empty() || !fs::is_regular_file(file_, error)) return std::nullopt;
  try {
    std::istringstream text(reports::read_file(file_, kLongestFile));
    std::string line;
    while (std::getline(text, line) && !line.empty()) {
      const std::size_t tab = line.find('\t');
      if (tab == line.npos || state_of(line.substr(0, tab)) != line.substr(tab + 1)) return std::nullopt;
    }
    return std::string(std::istreambuf_iterator<char>(text), {});
  } catch (const reports::InputError&) {
    return std::nullopt;
  }
}

void KeptAnswer::write(const std::string& answer, const std::vector<std::string>& needs) const {
  if (file_.empty()) return;
  std::string text;
  for (const std::string& need : needs) {
    const std::string state = state_of(need);
    if (!is_one_line(need) || !is_one_line(state)) return;
    text += fmt::format("{}\t{}\n", need, state);
  }
  std::error_code error;
  fs::create_directories(fs::path(file_).parent_path(), error);
  try {
    reports::write_file(file_, text + "\n" + answer);
  } catch (const reports::InputError&) {
    // It is asked again the next time.
  }
}

std::optional<std::vector<std::string>> needs_of(const std::string& worker) {
  std::vector<std::string> needs = {worker};
  if (!is_script(worker)) return needs;
  Command command;
  command.arguments = {worker, "--unblock_depends"};
  command.keep_stdout = true;
  command.deadline = std::chrono::seconds(5);
  const Outcome outcome = run(command);
  if (!outcome.ok() || outcome.output_cut) return std::nullopt;
  std::istringstream lines(outcome.output);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('/') && !line.starts_with('$')) return std::nullopt;  // not an answer to this question
    needs.push_back(line);
  }
  return needs.size() > 1 ? std::optional(needs) : std::nullopt;
}

}  // namespace unblock::bench
