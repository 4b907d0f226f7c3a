// Flags in Google Benchmark's spelling, because its own parser runs on what is left.
#include "bench/worker/options.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string_view>

#include "reports/model/error.h"

namespace unblock::bench {
namespace {

std::optional<std::string_view> value_of(std::string_view argument, std::string_view flag) {
  if (!argument.starts_with(flag) || argument.size() <= flag.size() || argument[flag.size()] != '=') return std::nullopt;
  return argument.substr(flag.size() + 1);
}

int number(std::string_view text, std::string_view flag, int most) {
  int value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0 || value > most) {
    throw reports::InputError(fmt::format("{}={}: a number from 0 to {} is expected", flag, text, most));
  }
  return value;
}

bool take(std::string_view argument, WorkerOptions& options) {
  if (argument == "--unblock_describe") return options.describe = true;
  if (argument == "--unblock_spans") return options.spans = true;
  if (const auto port = value_of(argument, "--unblock_port")) {
    options.port = static_cast<std::uint16_t>(number(*port, "--unblock_port", 65535));
  } else if (const auto address = value_of(argument, "--unblock_address")) {
    options.address = *address;
  } else if (const auto fingerprint = value_of(argument, "--unblock_certificate")) {
    options.certificate = *fingerprint;
  } else if (const auto server = value_of(argument, "--unblock_server")) {
    options.real_server = *server;
  } else if (const auto file = value_of(argument, "--unblock_side")) {
    options.side_file = *file;
  } else if (const auto name = value_of(argument, "--unblock_case")) {
    options.extra_case = *name;
  } else if (const auto id = value_of(argument, "--unblock_count_syscalls")) {
    options.syscall_tracepoint = number(*id, "--unblock_count_syscalls", 1 << 20);
  } else {
    if (argument.starts_with("--unblock_")) throw reports::InputError(fmt::format("unknown flag '{}'", argument));
    return false;
  }
  return true;
}

}  // namespace

WorkerOptions take_worker_options(int* argc, char** argv) {
  WorkerOptions options;
  int kept = 1;
  for (int i = 1; i < *argc; ++i) {
    if (!take(argv[i], options)) argv[kept++] = argv[i];
  }
  *argc = kept;
  argv[kept] = nullptr;
  return options;
}

}  // namespace unblock::bench
