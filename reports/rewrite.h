// Changes a file that is somebody's own work, such as source code. What is written anew goes through reports/file.h instead.
#pragma once

#include <string>
#include <string_view>

namespace unblock::reports {

/// Puts `after` in the place of `before`, whole or not at all; mode, owner, symbolic and hard links stay. Throws InputError
/// where the file no longer holds `before`, or may not or cannot be written; then it is as it was.
void rewrite_file(const std::string& path, std::string_view before, std::string_view after);

}  // namespace unblock::reports
