// unblock-watch: see options.cc for what it takes. Exit codes: the program's; 1 a stall over --fail-over; 2 could not do it.
#include <fcntl.h>
#include <unistd.h>

#include <string_view>
#include <vector>

#include "reports/program.h"
#include "watch/command/attached.h"
#include "watch/command/options.h"
#include "watch/command/self_test.h"
#include "watch/command/session.h"

namespace {

using namespace unblock::watch;

std::vector<int> closed_standard_descriptors() {
  std::vector<int> closed;
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(fd, F_GETFD) < 0) closed.push_back(fd);
  }
  return closed;
}

int run(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == kStallForSelfTest) return stall_for_self_test();
  Options options;
  if (const auto exit_code = parse_options(argc, argv, options)) return *exit_code;
  if (options.process != 0) return watch_process(options);
  return options.self_test ? self_test() : watch_program(options);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<int> closed = closed_standard_descriptors();
  return unblock::reports::run_program("unblock watch", [&] {
    for (const int fd : closed) ::fcntl(fd, F_SETFD, FD_CLOEXEC);  // what we fill is closed for the program, as it would be without us
    return run(argc, argv);
  });
}
