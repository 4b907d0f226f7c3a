// Lints the chosen files, from the cache where nothing changed and in processes of their own where it did.
#pragma once

#include <functional>

#include "lint/checks/session.h"
#include "lint/driver/file_choice.h"
#include "lint/driver/options.h"
#include "lint/driver/outcome.h"
#include "lint/driver/stop_signals.h"
#include "lint/driver/text_output.h"
#include "lint/driver/workers.h"

namespace unblock::lint {

/// Does the work: run_workers(), or what stands in for it.
using Runner = std::function<int(const Work& work, const StopSignals& signals)>;

Outcome lint_all(const Options& options, const FileChoice& choice, Session& session, const TextStyle& style, const StopSignals& signals,
                 const Runner& run = run_workers);

}  // namespace unblock::lint
