// A named pipe as an output: written while somebody reads it, and not waited for without end.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace unblock::reports {

/// How long a reader may take to come, and then to take the next bytes.
constexpr std::chrono::milliseconds kPatienceWithReaders{10'000};

/// Empty, or why not all of the text was taken. A signal that has a handler ends the waiting, and one that is blocked and would end the program.
std::string write_named_pipe(const std::string& path, std::string_view text, std::chrono::milliseconds patience = kPatienceWithReaders);

}  // namespace unblock::reports
