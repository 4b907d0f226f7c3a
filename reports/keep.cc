#include "reports/keep.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "reports/descriptor.h"
#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::reports {
namespace {

/// The name of the file, or nothing where the folder does not take it.
std::string kept_in(const std::string& folder, std::string_view text, const std::string& what) {
  std::string name = fmt::format("{}/unblock-{}-XXXXXX", folder, what);
  const Descriptor out(::mkstemp(name.data()));
  if (out.get() < 0) return {};
  if (write_and_sync(out.get(), text) == 0) return name;
  ::unlink(name.c_str());
  return {};
}

}  // namespace

std::string keep(std::string_view text, const std::string& what) {
  const char* chosen = std::getenv("TMPDIR");
  for (const std::string& folder : {std::string(chosen != nullptr ? chosen : ""), std::string("/tmp"), std::string("/var/tmp")}) {
    if (folder.empty()) continue;
    if (std::string name = kept_in(folder, text, what); !name.empty()) return name;
  }
  return {};
}

void write_or_keep(const std::string& path, std::string_view text, const std::string& what) try {
  write_file(path, text);
} catch (const InputError& error) {
  const std::string instead = keep(text, what);
  throw InputError(instead.empty() ? fmt::format("{}; the {} could not be stored elsewhere either", error.what(), what)
                                   : fmt::format("{}; the {} are in '{}' instead", error.what(), what, instead));
}

}  // namespace unblock::reports
