// For what cost minutes to find out and has only now to be written.
#pragma once

#include <string>
#include <string_view>

namespace unblock::reports {

/// Writes the file. Where that fails, the text goes into a new file of an unpredictable name in the folder for temporary
/// files, and InputError says why and where `what` ("results", "verdict") is.
void write_or_keep(const std::string& path, std::string_view text, const std::string& what);

}  // namespace unblock::reports
