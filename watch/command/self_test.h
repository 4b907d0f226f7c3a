// Shows that watching works on this machine: this program runs a loop of its own that stalls in known ways, and is watched.
#pragma once

namespace unblock::watch {

/// The argument that makes the program stall instead of watching.
inline constexpr char kStallForSelfTest[] = "--stall-for-self-test";

int stall_for_self_test();

/// 0: all was seen, named and told apart; 2: something was not, which is said.
int self_test();

}  // namespace unblock::watch
