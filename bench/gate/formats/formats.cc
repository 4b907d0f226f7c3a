// One row per format.
#include "bench/gate/formats/formats.h"

#include "bench/gate/formats/writers.h"
#include "reports/junit/comparison.h"
#include "reports/markdown/comparison.h"
#include "reports/text/choice.h"

namespace unblock::bench::gate {
namespace {

struct Format {
  std::string_view name;
  std::string (*write)(const Comparison&, Undecided);
};

constexpr Format kFormats[] = {
    {"text", text},
    {"markdown", reports::markdown::write_comparison},
    {"junit", reports::junit::write_comparison},
    {"json", json},
    {"github-action-benchmark", github_action_benchmark},
    {"bencher", bencher},
};

}  // namespace

std::string format_names() { return reports::text::names_of(kFormats); }

std::string write(const reports::Comparison& comparison, reports::Undecided undecided, std::string_view format) {
  return reports::text::choose(kFormats, format, "format").write(comparison, undecided);
}

}  // namespace unblock::bench::gate
