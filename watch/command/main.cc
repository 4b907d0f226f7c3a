// unblock-watch: see options.cc for what it takes. Exit codes: the program's; 1 a stall over --fail-over; 2 could not do it.
#include <fmt/format.h>

#include <cstdio>
#include <new>
#include <string_view>

#include "reports/model/error.h"
#include "reports/text/clean.h"
#include "watch/command/attached.h"
#include "watch/command/options.h"
#include "watch/command/self_test.h"
#include "watch/command/session.h"

namespace {

int complain(const char* sentence) {
  fmt::print(stderr, "unblock watch: {}\n", unblock::reports::text::clean(sentence));
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 2 && std::string_view(argv[1]) == unblock::watch::kStallForSelfTest) return unblock::watch::stall_for_self_test();
    unblock::watch::Options options;
    if (const auto exit_code = unblock::watch::parse_options(argc, argv, options)) return *exit_code;
    if (options.process != 0) return unblock::watch::watch_process(options);
    return options.self_test ? unblock::watch::self_test() : unblock::watch::watch_program(options);
  } catch (const unblock::reports::InputError& error) {
    return complain(error.what());
  } catch (const std::bad_alloc&) {
    return complain("there is not enough memory");
  }
}
