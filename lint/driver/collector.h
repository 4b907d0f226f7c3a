// unblock-clang++: makes facts of one file under the command line of a compiler, so that whatever starts, caches or distributes
// compilers does the same with it.
#pragma once

namespace unblock::lint {

/// `unblock-clang++ ANY FLAGS -c x.cc -o x.facts`, also with -MD and -MF. Exit code 0 when facts were written, as a compiler has it; what
/// does not compile is named on standard error and linted as far as it parsed.
int collect(int argc, const char* const* argv);

}  // namespace unblock::lint
