// Matching of qualified names against the patterns of model files. Text only: nothing of Clang.
#pragma once

#include <string_view>
#include <vector>

#include "lint/libraries/library_model.h"

namespace unblock::lint {

/// Whether `name` matches `pattern`, where `*` stands for any run of characters without `::`.
bool name_matches(std::string_view pattern, std::string_view name);

/// Whether one of the names matches and none of the exceptions does.
bool names_match(const Names& names, std::string_view name);

/// The part after the last `::`.
std::string_view last_component(std::string_view name);

}  // namespace unblock::lint
