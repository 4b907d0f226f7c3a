// The formats that a report can be written in. To add one: a writer, a row here, a golden file.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/model/report.h"

namespace unblock::reports::cli {

struct Format {
  std::string_view name;
  std::string_view endings;  ///< of file names, with blanks between: ".html .htm"
  std::string (*write)(const Report&);
  std::string_view what;  ///< for the help
};

std::span<const Format> formats();

/// By name, or by the end of the output's name when `name` is empty. Throws InputError with the nearest name.
const Format& find_format(const std::string& name, const std::string& output);

}  // namespace unblock::reports::cli
