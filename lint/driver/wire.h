// A FileResult as text, for the pipe between a worker process and the driver.
#pragma once

#include <string>
#include <string_view>

#include "lint/driver/result.h"

namespace unblock::lint {

std::string to_wire(const FileResult& result);

/// Throws std::runtime_error when the text was cut short.
FileResult from_wire(std::string_view text);

}  // namespace unblock::lint
