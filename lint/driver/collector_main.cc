// unblock-clang++: see collector.h.
#include "lint/driver/collector.h"
#include "reports/program.h"

int main(int argc, char** argv) {
  return unblock::reports::run_program("unblock-clang++", [&] { return unblock::lint::collect(argc, argv); });
}
