// libFuzzer: whatever the bytes are, a reader gives a report or an InputError, and what it gives can be written again.
// Build with the preset `fuzz`, run: build/fuzz/bin/fuzz_report_readers -max_total_time=60
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "reports/html/page.h"
#include "reports/markdown/writer.h"
#include "reports/model/error.h"
#include "reports/results/reader.h"
#include "reports/results/writer.h"
#include "reports/sarif/reader.h"
#include "reports/sarif/writer.h"

namespace {

using namespace unblock::reports;

void read_as_results(std::string_view text) {
  try {
    const Run run = results::read(text, "fuzz");
    const std::string written = results::write(run);
    if (results::write(results::read(written, "fuzz")) != written) __builtin_trap();  // it must read back the same
    (void)html::write({{run}, {}});
  } catch (const InputError&) {
  }
}

void read_as_sarif(std::string_view text) {
  try {
    const Findings findings = sarif::read(text, "fuzz");
    (void)sarif::read(sarif::write(findings), "fuzz");
    (void)html::write({{}, {findings}});
    (void)markdown::write({{}, {findings}});
  } catch (const InputError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_as_results(text);
  read_as_sarif(text);
  return 0;
}
