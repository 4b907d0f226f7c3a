// unblock-lint: see options.cc for what it takes.
#include <exception>
#include <iostream>

#include "lint/driver/options.h"
#include "lint/driver/run.h"
#include "reports/model/error.h"

int main(int argc, char** argv) {
  const auto [options, exit_code] = unblock::lint::parse_options(argc, argv);
  if (exit_code) return *exit_code;
  try {
    return unblock::lint::run(options);
  } catch (const unblock::reports::InputError& error) {
    std::cerr << "unblock-lint: " << error.what() << "\n";
    return 2;
  } catch (const std::exception& error) {
    std::cerr << "unblock-lint: stopped: " << error.what() << "\n";
    return 2;
  }
}
