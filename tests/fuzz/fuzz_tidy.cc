// Whatever the bytes are, a `.clang-tidy` gives options or one sentence that says why not; what it gives can be asked.
#include <clang-tidy/GlobList.h>
#include <llvm/Support/Regex.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "lint/driver/tidy_file.h"

namespace {

using unblock::lint::TidyFile;

void require(bool holds) {
  if (!holds) std::abort();
}

bool matches(const std::optional<std::string>& regex) { return regex && llvm::Regex(*regex).match("/project/include/a.h"); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const TidyFile file = unblock::lint::read_tidy_file(llvm::MemoryBufferRef(text, "fuzz"));
  require(file.options.has_value() == file.complaint.empty());
  require(std::count(file.complaint.begin(), file.complaint.end(), '\n') == 0);
  if (!file.options) return 0;
  if (file.options->Checks) (void)clang::tidy::GlobList(*file.options->Checks).contains("async-blocking-call");
  (void)matches(file.options->HeaderFilterRegex);
  (void)matches(file.options->ExcludeHeaderFilterRegex);
  return 0;
}
