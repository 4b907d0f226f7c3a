// What each of our programs does around its work, so that all of them fail alike: one sentence, exit 2, no control bytes on
// the terminal.
#pragma once

#include <functional>
#include <string>

namespace unblock::reports {

/// The exit code of `work`; 2 with one sentence on standard error for whatever it throws, and where what was printed could
/// not be written. A standard descriptor that is closed is filled first, so that no file of ours takes its number.
int run_program(const std::string& name, const std::function<int()>& work);

/// "name: sentence" as one line of safe text on standard error. Returns 2.
int complain(const std::string& name, const std::string& sentence);

}  // namespace unblock::reports
