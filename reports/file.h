// Files as the user names them: read whole, or written whole or not at all. Errors are InputError sentences with the
// system's reason. It knows nothing about formats.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace unblock::reports {

/// Reads a whole file. Refuses folders, devices, named pipes (also those that nobody writes to, at once), and files above
/// `limit_bytes`.
std::string read_file(const std::string& path, std::size_t limit_bytes = std::size_t{1} << 30);

/// Writes `text` to a temporary file beside `path`, syncs it and renames it over `path`, so that an older file is
/// either replaced whole or left as it was. A device or pipe is written directly (a named one while it is read, see named_pipe.h), and /dev/stdout or
/// "-" continues what was printed.
void write_file(const std::string& path, std::string_view text);

}  // namespace unblock::reports
