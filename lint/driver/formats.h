// The formats of findings, in one table: options, help and output come from it. To add one: a writer, and a row.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lint/driver/outcome.h"
#include "lint/driver/text_output.h"

namespace unblock::lint {

struct Format {
  std::string_view name;
  bool for_people;  ///< the summary goes to standard output too, and colors are used
  std::string (*write)(const Outcome& outcome, const TextStyle& style);
  /// A piece of the output for each file as it ends; null where the whole must be known first.
  std::string (*write_part)(const FileResult& result, const TextStyle& style);
};

std::span<const Format> formats();
const Format& find_format(const std::string& name);

}  // namespace unblock::lint
