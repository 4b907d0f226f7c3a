// A FileResult as text, for the pipe between a worker process and the driver, and for the cache: a line of JSON, and a line for each
// of its facts, which are not looked at on the way.
#pragma once

#include <string>
#include <string_view>

#include "lint/driver/result.h"

namespace unblock::lint {

std::string to_wire(const FileResult& result);

/// Throws std::runtime_error when the text was cut short.
FileResult from_wire(std::string_view text);

}  // namespace unblock::lint
