// ldd names the libraries that the loader would take; what a program opens later by itself is not among them.
#include "bench/gate/same_bytes.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "bench/process/process.h"

namespace unblock::bench::gate {
namespace {

namespace fs = std::filesystem;

bool same_files(const std::string& a, const std::string& b) {
  std::error_code error;
  if (fs::equivalent(a, b, error)) return true;
  if (fs::file_size(a, error) != fs::file_size(b, error) || error) return false;
  std::ifstream first(a, std::ios::binary), second(b, std::ios::binary);
  return std::equal(std::istreambuf_iterator<char>(first), {}, std::istreambuf_iterator<char>(second));
}

bool is_executable_file(const std::string& path) {
  char begin[4] = {};
  std::ifstream(path, std::ios::binary).read(begin, sizeof(begin));
  return std::string_view(begin, 4) ==
         "\x7f"
         "ELF";
}

/// By the name under which the program asks for it: the file.
std::map<std::string, std::string> libraries_of(const std::string& path) {
  Command command;
  command.arguments = {"/usr/bin/ldd", path};
  command.keep_stdout = true;
  command.deadline = std::chrono::seconds(20);
  const Outcome outcome = run(command);
  std::map<std::string, std::string> libraries;
  std::istringstream lines(outcome.output);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name, arrow, file;
    if (words >> name >> arrow >> file && arrow == "=>") libraries[name] = file;
  }
  return libraries;
}

}  // namespace

bool same_bytes(const Program& a, const Program& b) {
  if (!is_executable_file(a.path) || !same_files(a.path, b.path)) return false;
  const auto first = libraries_of(a.path), second = libraries_of(b.path);
  return std::equal(first.begin(), first.end(), second.begin(), second.end(),
                    [](const auto& x, const auto& y) { return x.first == y.first && same_files(x.second, y.second); });
}

}  // namespace unblock::bench::gate
