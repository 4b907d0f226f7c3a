// Words that count.
#pragma once

#include <fmt/format.h>

#include <string>

namespace unblock::lint {

inline std::string plural(std::size_t count, const char* one, const char* many) { return fmt::format("{} {}", count, count == 1 ? one : many); }

}  // namespace unblock::lint
