// Whatever the bytes are, a file of the history gives an entry or an InputError, and what it gives can be told in words.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "bench/gate/history/show.h"
#include "bench/gate/history/store.h"
#include "reports/model/error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace unblock::bench::gate;
  try {
    const HistoryEntry entry = read_entry(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
    const History history{{entry, entry, entry, entry, entry, entry, entry, entry}, {}};
    const auto changes = changes_in(history, {});
    (void)history_text(history, changes, {});
    (void)history_json(history, changes);
  } catch (const unblock::reports::InputError&) {
  }
  return 0;
}
