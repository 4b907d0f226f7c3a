// Whatever the bytes are, a file of facts is read or refused; what is read is written to the same facts again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lint/facts/format.h"
#include "reports/model/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace unblock::lint::facts;
  try {
    const Document document = from_text(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz", "/project");
    const std::string text = to_text(document, "/project");
    if (to_text(from_text(text, "again", "/project"), "/project") != text) std::abort();
  } catch (const unblock::reports::InputError&) {
  }
  return 0;
}
