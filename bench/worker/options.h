// The flags a worker takes beside Google Benchmark's. Guests in other languages take the same: docs/worker-protocol.md.
#pragma once

#include <cstdint>
#include <string>

namespace unblock::bench {

struct WorkerOptions {
  bool describe = false;       ///< --unblock_describe: print the cells as JSON and end
  std::uint16_t port = 0;      ///< --unblock_port: of the target; 0: start one
  std::string address;         ///< --unblock_address: of the target's host, numeric; empty: this machine
  std::string certificate;     ///< --unblock_certificate: SHA-256 of what the target shows over TLS
  std::string real_server;     ///< --unblock_server=http://HOST:PORT/PATH: a real server for the HTTP workloads
  std::string side_file;       ///< --unblock_side: histograms, claim, configuration, spans as JSON
  std::string extra_case;      ///< --unblock_case=echo/connections:8: one more set of arguments
  int syscall_tracepoint = 0;  ///< --unblock_count_syscalls=ID of raw_syscalls:sys_enter; 0: not counted
  bool spans = false;          ///< --unblock_spans: keep the waits of the first pass for the timeline
};

/// Takes its flags out of argv and leaves the others. Throws reports::InputError.
WorkerOptions take_worker_options(int* argc, char** argv);

}  // namespace unblock::bench
