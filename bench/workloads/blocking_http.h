// blocking_http: gather with a blocking HTTP client in place of an async one: requests in an async function, in the guide's words.
#pragma once

#include <atomic>

#include "bench/target/ledger.h"
#include "bench/workloads/curl_get.h"
#include "bench/workloads/http_exchange.h"
#include "bench/workloads/workload.h"

namespace unblock::bench {

struct BlockingHttp {
  enum {
    kRequests,
    kDelayUs,
    kOffload
  };
  static constexpr std::int64_t kBytes = 1'024;

  static Workload describe() {
    return {.name = "blocking_http",
            .operation = "request",
            .parameters = {"requests", "delay_us", "offload"},
            .cases = {{.arguments = {8, 5'000, 0}, .quick = true}, {.arguments = {16, 5'000, 0}}, {.arguments = {16, 5'000, 1}}},
            .needs_target = true};
  }
  static std::string not_applicable(const Capabilities& capabilities, const Arguments& arguments) {
    if (const std::string why = curl_missing(); !why.empty()) return why;
    if (arguments[kOffload] != 0) return needs_offload(capabilities);
    const double total_s = static_cast<double>(arguments[kRequests] * arguments[kDelayUs]) / 1e6;
    return total_s > kLongestPassS ? "the waits one after another take too long" : "";
  }

  /// The call blocks the thread that runs it: the loop's own, unless it is offloaded.
  template <Runtime R>
  static typename R::template Task<void> get(R& runtime, Context& context, const HttpExchange& exchange, std::uint16_t port,
                                             std::atomic<std::uint64_t>* sent) {
    CurlAnswer answer;
    const std::int64_t began_ns = context.now_ns();
    const auto call = [&] { answer = curl_get(port, exchange.path(), exchange.body()); };
    if constexpr (Offloads<R>) {
      if (context.argument(kOffload) != 0) {
        co_await runtime.offload(call);
      } else {
        call();
      }
    } else {
      call();
    }
    context.record(context.now_ns() - began_ns);
    *sent += answer.bytes_sent;
    if (!answer.problem.empty()) context.fail(answer.problem);
    co_return;
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    const HttpExchange exchange(context, context.argument(kDelayUs), kBytes);
    const std::uint16_t port = ntohs(reinterpret_cast<const sockaddr_in&>(context.target().address).sin_port);
    const std::uint64_t requests = context.count(kRequests);
    std::atomic<std::uint64_t> sent = 0;
    context.note("HTTP client", "libcurl " + curl_version_text() + ", easy interface");
    {
      typename R::Group group(runtime);
      context.start();
      for (std::uint64_t i = 0; i < requests; ++i) group.spawn(get<R>(runtime, context, exchange, port, &sent));
      co_await group.join();
      context.stop();
    }
    context.operations(requests);
    context.waits(static_cast<std::int64_t>(requests) * context.argument(kDelayUs) * 1'000);
    context.claim().connections += requests;
    context.claim().requests += requests;
    context.claim().bytes_out += sent;
    context.claim().digest += requests * request_digest(exchange.path());
  }
};

}  // namespace unblock::bench
