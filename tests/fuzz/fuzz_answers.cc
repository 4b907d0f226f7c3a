// Whatever the bytes are, an answer of a worker is read or breaks the protocol; what is read can be written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "bench/protocol/answer.h"
#include "bench/protocol/description.h"

namespace {

template <class Read>
void or_refused(const Read& read) {
  try {
    read();
  } catch (const unblock::bench::ProtocolError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace unblock::bench;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  or_refused([&] { (void)read_description(text); });
  or_refused([&] { (void)read_row(text, "echo/connections:1"); });
  or_refused([&] {
    const SideFile side = read_side_file(text);
    try {
      (void)read_side_file(write_side_file(side));
    } catch (const ProtocolError&) {
      std::abort();
    }
  });
  return 0;
}
