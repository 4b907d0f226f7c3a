// What every workload declares, and the table row that a worker makes of it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/measure/context.h"
#include "bench/wire/wire.h"
#include "bench/workloads/over_tls.h"
#include "runtimes/runtime.h"

namespace unblock::bench {

using Arguments = std::vector<std::int64_t>;

/// One set of arguments and where it runs.
struct Case {
  Arguments arguments;
  bool quick = false;  ///< part of the quick suite; every case is part of the full one
  bool quick_on_guests = false;  ///< there on guests too, which start slowly
  bool once = false;   ///< one pass a process, without warm-up: for memory, and for passes of seconds
  Wire wire = Wire::tcp;
};

/// A workload as data. `parameters` name the arguments in order; the name of a cell is runtime/workload/parameter:argument/…, and
/// /wire:name behind them where it is not TCP.
struct Workload {
  std::string_view name;
  std::string_view operation;  ///< what one operation is, in the singular: "wait", "request", "echo"
  std::vector<std::string_view> parameters;
  std::vector<Case> cases;
  bool needs_target = false;  ///< TCP or HTTP against the target process
  bool speaks_http = false;   ///< can be pointed at a real server with --target
  std::vector<Wire> wires{};  ///< that it can run over beside TCP
  std::string_view sockets{};  ///< the parameter that says how many are open at once; empty: a few
  std::string_view held{};     ///< the parameter that says how many tasks wait at once, where memory per task is fitted over it
  std::vector<std::string_view> target_parameters{};  ///< what only the built-in target heeds
  std::string_view headline{};  ///< the metric that it is judged by; empty: time per operation
  bool timeline = false;        ///< its waits make a picture: spans are kept in the first round
  bool every_placement = false;  ///< on each placement in a suite too
};

/// A workload on one runtime.
struct WorkloadEntry {
  Workload workload;
  std::function<void(Context&)> pass;
  /// Why these arguments cannot run here; empty: they can.
  std::function<std::string(const Arguments&)> not_applicable;
};

/// The longest that a pass may take on a runtime that waits in place; longer ones are n/a with the reason.
inline constexpr double kLongestPassS = 3;
/// Threads that a thread-per-task runtime may start.
inline constexpr std::int64_t kMostThreads = 20'000;

/// n/a where `tasks` waits of `wait_s` each cannot be had, because they go one after another or would need too many threads.
std::string too_many_waits(const Capabilities& capabilities, std::int64_t tasks, double wait_s);

/// n/a where so many timers at once would take the library minutes.
std::string too_many_sleeps(const Capabilities& capabilities, std::int64_t sleeps);

/// The same for the capabilities that not every runtime has; empty where it has them.
std::string needs_overlap(const Capabilities& capabilities);
std::string needs_loop(const Capabilities& capabilities);
std::string needs_cancellation(const Capabilities& capabilities);
std::string needs_offload(const Capabilities& capabilities);

/// What carries the bytes of a stream, one after the other and none lost.
inline const std::vector<Wire> kStreamWires = {Wire::unix_socket, Wire::tls, Wire::tls_resumed};

/// A workload that not every runtime can compile says so with `template <class R> static constexpr bool kRunsOn`.
template <class W, class R>
constexpr bool runs_on() {
  if constexpr (requires { W::template kRunsOn<R>; }) return W::template kRunsOn<R>;
  return true;
}

template <class W, class R>
void run_pass(R&& runtime, Context& context) {
  for (const auto& [key, value] : runtime.configuration()) context.note(key, value);
  runtime.run(W::template pass<std::remove_cvref_t<R>>(runtime, context));
}

template <class W, class R>
void run_datagram_pass(R&& runtime, Context& context) {
  for (const auto& [key, value] : runtime.configuration()) context.note(key, value);
  runtime.run(W::template datagram_pass<std::remove_cvref_t<R>>(runtime, context));
}

/// The row for workload W on runtime R: every pass has a fresh runtime, made outside the timed part.
template <Runtime R, class W>
WorkloadEntry entry() {
  std::function<void(Context&)> pass;
  if constexpr (runs_on<W, R>()) {
    pass = [](Context& context) {
      if constexpr (requires { W::kOverTls; }) {
        if (context.tls()) return run_pass<W>(OverTls<R>(*context.tls()), context);
      }
      if constexpr (HasDatagrams<R> && requires { W::kOverDatagrams; }) {
        if (context.over_datagrams()) return run_datagram_pass<W>(R(), context);
      }
      run_pass<W>(R(), context);
    };
  }
  return {W::describe(), pass, [](const Arguments& arguments) { return W::not_applicable(R::kCapabilities, arguments); }};
}

}  // namespace unblock::bench
