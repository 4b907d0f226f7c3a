// What `-o` names, one meaning for every command: a file that is replaced whole, a pipe or a device that is written to, or
// standard output.
#pragma once

#include <span>
#include <string>

namespace unblock::reports {

/// "-", /dev/stdout and what else stands for descriptor 1: the answer goes where an answer without `-o` is printed.
bool is_standard_output(const std::string& output);

/// Whether writing it again replaces what was written before: not so for a pipe, a device, or what the shell has opened.
bool is_replaced(const std::string& output);

/// Finds out before the work whether the answers can be stored after it. Throws InputError where the name of an output is
/// empty, where it is the same file as an input or as another output, and where it cannot be written.
void require_outputs(std::span<const std::string> outputs, std::span<const std::string> inputs);
void require_output(const std::string& output, std::span<const std::string> inputs = {});

}  // namespace unblock::reports
