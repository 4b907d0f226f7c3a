// Watches a program that runs already, until it ends or somebody presses Ctrl-C. The program is not touched.
#pragma once

#include "watch/command/options.h"

namespace unblock::watch {

int watch_process(const Options& options);

}  // namespace unblock::watch
