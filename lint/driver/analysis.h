// Lints one file in this process.
#pragma once

#include <string>

#include "lint/checks/session.h"
#include "lint/driver/database.h"
#include "lint/driver/options.h"
#include "lint/driver/result.h"

namespace unblock::lint {

FileResult analyse_file(const std::string& file, const Options& options, const Database& database, Session& session);

}  // namespace unblock::lint
