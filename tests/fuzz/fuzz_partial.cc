// Whatever the bytes are, the rounds that a run left behind are read or refused; what is read can be stored, and is read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "reports/model/error.h"
#include "reports/results/partial.h"
#include "reports/results/reader.h"
#include "reports/results/writer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace unblock::reports;
  Run run;
  try {
    run = results::read_partial(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
  } catch (const InputError&) {
    return 0;
  }
  try {
    const Run again = results::read(results::write(run), "again");
    if (again.cells.size() != run.cells.size()) std::abort();
  } catch (const InputError&) {
    std::abort();
  }
  return 0;
}
