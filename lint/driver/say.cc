#include "lint/driver/say.h"

#include <iostream>

#include "reports/text/clean.h"

namespace unblock::lint {

void say(std::string_view text) {
  if (text.empty()) return;
  std::cerr << reports::text::clean(text) << (text.ends_with('\n') ? "" : "\n") << std::flush;
}

}  // namespace unblock::lint
