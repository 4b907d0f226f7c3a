// unblock-digest: the digest of what a guest claims to have sent, for languages without XXH3. The rules are ledger.h's.
//   unblock-digest COUNT:request:/wait/0/64 COUNT:echo:CONNECTIONS:BYTES:REPEATS …    prints 16 hexadecimal digits
// The sum is modulo 2^64; a negative COUNT takes off what another item has too much.
#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <string_view>

#include "bench/target/ledger.h"
#include "bench/workloads/echo_traffic.h"
#include "reports/model/error.h"

namespace {

using namespace unblock;

/// Takes the number in front of the next ':' (or of the end) off `rest`.
std::uint64_t take_number(std::string_view& rest, std::string_view item) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  const auto used = static_cast<std::size_t>(end - rest.data());
  if (error != std::errc() || (used < rest.size() && rest[used] != ':')) {
    throw reports::InputError(fmt::format(
        "'{}' is not understood: COUNT:request:TARGET or COUNT:echo:CONNECTIONS:BYTES:REPEATS is expected", item));
  }
  rest.remove_prefix(used < rest.size() ? used + 1 : used);
  return number;
}

std::uint64_t echo_digest(std::string_view rest, std::string_view item) {
  const std::uint64_t connections = take_number(rest, item);
  const std::uint64_t bytes = take_number(rest, item);
  const std::uint64_t repeats = take_number(rest, item);
  bench::Claim claim;
  bench::EchoTraffic(connections, bytes).add_to(claim, std::vector<std::uint64_t>(connections, repeats));
  return claim.digest;
}

std::uint64_t item_digest(std::string_view item) {
  constexpr std::string_view kRequest = "request:", kEcho = "echo:";
  std::string_view rest = item;
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  const std::uint64_t magnitude = take_number(rest, item);
  const std::uint64_t count = negative ? 0 - magnitude : magnitude;
  if (rest.starts_with(kRequest)) return count * bench::request_digest(rest.substr(kRequest.size()));
  if (rest.starts_with(kEcho)) return count * echo_digest(rest.substr(kEcho.size()), item);
  throw reports::InputError(fmt::format("'{}' is neither a request nor an echo", item));
}

}  // namespace

int main(int argc, char** argv) try {
  std::uint64_t digest = 0;
  for (int i = 1; i < argc; ++i) digest += item_digest(argv[i]);
  fmt::print("{:016x}\n", digest);
  return 0;
} catch (const std::exception& error) {
  fmt::print(stderr, "unblock-digest: {}\n", error.what());
  return 2;
}
