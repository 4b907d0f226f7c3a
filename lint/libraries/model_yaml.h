// Reads one model file (YAML) into a Library. The keys are explained in lint/libraries/README.md.
#pragma once

#include <string>
#include <string_view>

#include "lint/libraries/library_model.h"

namespace unblock::lint {

/// Throws reports::InputError with file, line and what was expected.
Library parse_model(std::string_view text, const std::string& file);

}  // namespace unblock::lint
