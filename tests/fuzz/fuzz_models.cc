// Whatever the bytes are, a model file gives a library or an InputError that names the file, and the set made of it answers.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lint/libraries/model_set.h"
#include "lint/libraries/model_yaml.h"
#include "reports/model/error.h"

namespace {

using namespace unblock::lint;

/// Asks for every name the model itself mentions, so that patterns meet names.
void ask(const ModelSet& set) {
  for (const BlockingRow& row : set.libraries().front().blocking) {
    for (const std::string& name : row.functions.names) {
      const std::size_t colon = name.rfind(':');
      const FunctionNames names{colon == std::string::npos ? name : name.substr(colon + 1), {name}};
      (void)set.blocking(names);
      (void)set.sinks(names);
      (void)set.wrapper(names);
      (void)set.task(name);
    }
  }
}

void read_as_model(std::string_view text) {
  try {
    std::vector<Library> libraries;
    libraries.push_back(parse_model(text, "fuzz"));
    ask(ModelSet(std::move(libraries)));
  } catch (const unblock::reports::InputError& error) {
    if (std::string_view(error.what()).find("fuzz") == std::string_view::npos) __builtin_trap();  // it must name the file
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_as_model(text);
  return 0;
}
