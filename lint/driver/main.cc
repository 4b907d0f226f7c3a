// unblock-lint: see options.cc for what it takes.
#include "lint/driver/options.h"
#include "lint/driver/run.h"
#include "reports/program.h"

int main(int argc, char** argv) {
  return unblock::reports::run_program("unblock-lint", [&] {
    const auto [options, exit_code] = unblock::lint::parse_options(argc, argv);
    return exit_code ? *exit_code : unblock::lint::run(options);
  });
}
