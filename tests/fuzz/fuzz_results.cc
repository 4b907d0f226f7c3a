// Whatever the bytes are, the reader of results gives a run or an InputError; what it gives can be written in every
// format, and in ours reads back the same.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "reports/csv/writer.h"
#include "reports/html/page.h"
#include "reports/junit/writer.h"
#include "reports/markdown/writer.h"
#include "reports/model/error.h"
#include "reports/results/reader.h"
#include "reports/results/writer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace unblock::reports;
  try {
    const Run run = results::read(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
    const std::string written = results::write(run);
    if (results::write(results::read(written, "fuzz")) != written) __builtin_trap();
    const Report report{{run, run}, {}};  // twice, so that they are compared
    (void)html::write(report);
    (void)markdown::write(report);
    (void)junit::write(report);
    (void)csv::write(report);
  } catch (const InputError&) {
  }
  return 0;
}
