// Lints many files at a time, each in a process of its own: a crash takes down one file and names it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lint/driver/result.h"

namespace unblock::lint {

using Analyse = std::function<FileResult(const std::string& file)>;
using OnResult = std::function<void(FileResult)>;

/// Calls `analyse` for every file in child processes, at most `jobs` at a time, and `on_result` here as each one ends.
void run_workers(const std::vector<std::string>& files, unsigned jobs, const Analyse& analyse, const OnResult& on_result);

}  // namespace unblock::lint
