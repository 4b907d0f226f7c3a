// unblock: executes unblock-bench, unblock-lint, unblock-watch or unblock-report beside it, so that one half never loads the other's libraries.
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "reports/program.h"
#include "reports/version/version.h"

namespace {

constexpr const char* kHelp =
    "unblock: times async runtimes, lints async code, watches it run, reports all three\n"
    "\n"
    "  unblock bench list | run | gate | noise | history | explain\n"
    "  unblock lint [-p BUILD_DIR] [FILE…]\n"
    "  unblock lsp [-p BUILD_DIR]\n"
    "  unblock watch -- PROGRAM ARGS…\n"
    "  unblock report INPUT… -o report.html\n"
    "\n"
    "Each command has its own --help.\n";

int fail(const std::string& sentence) { return unblock::reports::complain("unblock", sentence); }

int print(const char* text) {
  if (std::fputs(text, stdout) >= 0 && std::fflush(stdout) == 0) return 0;
  return fail(std::string("cannot write to standard output: ") + std::strerror(errno));
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "--version") return print((unblock::version_line("unblock") + "\n").c_str());
  if (command == "--help" || command == "-h" || command == "help") return print(kHelp);
  if (command.empty()) {
    std::fputs(kHelp, stderr);
    return 2;
  }
  if (command != "bench" && command != "lint" && command != "lsp" && command != "watch" && command != "report") {
    return fail("there is no command '" + command + "'; there are bench, lint, lsp, watch and report");
  }
  std::error_code error;
  const auto folder = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  const std::string program = (folder / ("unblock-" + command)).string();
  std::vector<char*> arguments(argv + 1, argv + argc);
  std::string name = program;
  arguments[0] = name.data();
  arguments.push_back(nullptr);
  ::execv(program.c_str(), arguments.data());
  if (errno == ENOENT) {
    const char* half = command == "lint" || command == "lsp" ? "LINT" : command == "watch" ? "WATCH"
                                                                                           : "BENCH";
    return fail("'" + command + "' is not built here: configure with -DUNBLOCK_" + half + "=ON and build again");
  }
  return fail("cannot run '" + program + "': " + std::strerror(errno));
}
