// Sets up the memory of a process that parses one file and then ends.
#pragma once

namespace unblock::lint {

/// Trades address space for time: one arena that grows in large steps, backed by huge pages where the system has them.
/// Call it before other threads start.
void prepare_heap_for_one_file();

}  // namespace unblock::lint
