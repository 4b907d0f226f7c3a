// Whatever the bytes are, a file of unblock watch is read or refused; what is read is shown in every format.
#include <cstddef>
#include <cstdint>
#include <string>

#include "reports/cli/formats.h"
#include "reports/model/error.h"
#include "reports/stalls/file_format.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace unblock::reports;
  try {
    Report report;
    report.stalls.push_back(stalls::read(std::string(reinterpret_cast<const char*>(data), size), "fuzz"));
    for (const char* format : {"html", "markdown", "junit", "csv", "sarif"}) (void)cli::find_format(format, "").write(report);
  } catch (const InputError&) {
  }
  return 0;
}
