// Choosing a row of a table by the name that a user typed.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "reports/model/error.h"
#include "reports/text/nearest.h"

namespace unblock::reports::text {

/// "html, markdown, junit"
template <typename Rows>
std::string names_of(const Rows& rows) {
  std::string names;
  for (const auto& row : rows) names += fmt::format("{}{}", names.empty() ? "" : ", ", row.name);
  return names;
}

/// The row of that name. Throws InputError with the nearest name and all there are.
template <typename Rows>
const auto& choose(const Rows& rows, std::string_view name, std::string_view what) {
  std::vector<std::string_view> known;
  for (const auto& row : rows) {
    if (row.name == name) return row;
    known.push_back(row.name);
  }
  const std::string near = nearest(name, known);
  throw InputError(fmt::format("there is no {} '{}': {} (known: {})", what, name,
                               near.empty() ? "choose one that is known" : "did you mean '" + near + "'?", names_of(rows)));
}

}  // namespace unblock::reports::text
