// Whatever the bytes are, the reader of SARIF gives findings or an InputError; what it gives can be written in every format
// that shows findings, and as SARIF reads back with as many findings.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "reports/html/page.h"
#include "reports/junit/writer.h"
#include "reports/markdown/writer.h"
#include "reports/model/error.h"
#include "reports/sarif/reader.h"
#include "reports/sarif/writer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace unblock::reports;
  try {
    const Findings findings = sarif::read(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
    if (sarif::read(sarif::write(findings), "fuzz").findings.size() != findings.findings.size()) __builtin_trap();
    const Report report{{}, {findings}};
    (void)html::write(report);
    (void)markdown::write(report);
    (void)junit::write(report);
  } catch (const InputError&) {
  }
  return 0;
}
