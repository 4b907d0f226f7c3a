// For what cost minutes to find out and has only now to be written.
#pragma once

#include <string>
#include <string_view>

namespace unblock::reports {

/// Puts the text into a new file of an unpredictable name in a folder for temporary files; its name, or nothing where none takes it.
std::string keep(std::string_view text, const std::string& what);

/// Writes the file. Where that fails the text is kept, and InputError says why and where `what` ("results", "verdicts") is.
void write_or_keep(const std::string& path, std::string_view text, const std::string& what);

}  // namespace unblock::reports
