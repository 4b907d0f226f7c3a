// The first instructions of a function, as far as they tell where its frame lies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace unblock::watch {

/// For a function on x86-64 that keeps rbp as its frame pointer: how far above its stack pointer rbp points in its body. Nothing when
/// the code is of another kind. A function that moves its stack pointer later (alloca, arguments on the stack) is not recognised.
std::optional<std::uint64_t> frame_distance(const unsigned char* code, std::size_t size);

}  // namespace unblock::watch
