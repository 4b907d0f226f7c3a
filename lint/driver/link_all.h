// `unblock lint link`: judges facts that were made before, by shards, by unblock-clang++ or on other machines.
#pragma once

#include "lint/driver/options.h"
#include "lint/driver/outcome.h"
#include "lint/driver/text_output.h"

namespace unblock::lint {

/// Of the facts files, folders of them and lists (`@file`) that the options name. Throws reports::InputError for what cannot be linked.
Outcome link_all(const Options& options, const TextStyle& style);

}  // namespace unblock::lint
