// The mistakes that the seeded programs make in their loops, each a function named after it. Each blocks its thread for about kLong.
#pragma once

#include <chrono>
#include <cstddef>

namespace seeded {

constexpr std::chrono::milliseconds kLong(60);

/// What the loops call, again and again from a timer: every other time a mistake, else next to nothing. False: all are done.
bool step();

/// 0 when every call behaved as it does in a program that nobody watches; else 1, after a line about each that did not.
int result();

}  // namespace seeded
