// Signals that ask a run to end: remembered, so that it can end in order and keep what it has.
#pragma once

namespace unblock::bench {

/// From here on HUP, INT, QUIT, TERM and XFSZ are remembered, and PIPE is an error of the write that met it.
void catch_interrupts();

/// Whether one of them came.
bool interrupted();

/// Its number; 0: none came. A program that ends for it exits with 128 more.
int interrupting_signal();

/// For tests: as if none had come.
void forget_interrupts();

}  // namespace unblock::bench
