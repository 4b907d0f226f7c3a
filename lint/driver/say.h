// What the driver says beside the findings: on standard error, in whole lines.
#pragma once

#include <string_view>

namespace unblock::lint {

/// Names of files, and what compilers say of them, may hold anything: no byte of it moves the cursor. Ends the line where `text` does not.
void say(std::string_view text);

}  // namespace unblock::lint
