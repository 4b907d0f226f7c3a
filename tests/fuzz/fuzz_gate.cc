// Whatever the bytes are, two results are compared or refused, and the verdict is written in every format: its JSON is JSON, and no
// byte of a name reaches a terminal or a log as a control byte. The two texts stand one behind the other with a zero byte between
// them; without one, a text is compared with itself.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "bench/gate/formats/formats.h"
#include "reports/compare/stored.h"
#include "reports/model/error.h"
#include "reports/results/reader.h"

namespace {

bool moves_the_cursor(unsigned char c) { return (c < 32 && c != '\n' && c != '\t') || c == 127; }

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace unblock;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t middle = text.find('\0');
  try {
    const reports::Run baseline = reports::results::read(text.substr(0, middle), "base");
    const reports::Run candidate = middle == text.npos ? baseline : reports::results::read(text.substr(middle + 1), "new");
    const reports::Comparison result = reports::compare::compare_stored(baseline, candidate, {.across_machines = true});
    for (const char* format : {"text", "markdown", "junit", "json", "github-action-benchmark", "bencher"}) {
      const std::string written = bench::gate::write(result, reports::Undecided::stays, format);
      require(std::none_of(written.begin(), written.end(), moves_the_cursor));
      if (std::string_view(format) == "json" || std::string_view(format).starts_with("github")) require(nlohmann::json::accept(written));
    }
  } catch (const reports::InputError&) {
  }
  return 0;
}
