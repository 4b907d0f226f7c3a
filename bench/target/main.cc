// unblock-target: the server that every workload talks to. Its own process on loopback, which ends with its control pipe; or, with --listen,
// for a client on another host that knows the token.
#include <fmt/format.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "bench/target/control.h"
#include "bench/target/door.h"
#include "bench/target/greeting.h"
#include "bench/target/listener.h"
#include "bench/target/server.h"
#include "bench/wire/proof.h"
#include "reports/model/error.h"
#include "reports/program.h"

namespace {

using namespace unblock;

struct Options {
  std::string address = "127.0.0.1", listen, token_file;
  std::uint16_t port = 0;
  double lifetime_s = 0;
  int cpu = -1;
};

void pin_to(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (cpu >= CPU_SETSIZE) throw reports::InputError("--cpu " + std::to_string(cpu) + " does not exist");
  CPU_SET(static_cast<std::size_t>(cpu), &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) {
    throw reports::InputError("--cpu " + std::to_string(cpu) + " cannot be used here: this process may not run on it");
  }
}

std::uint64_t end_of(const Options& options) {
  return options.lifetime_s > 0 ? bench::monotonic_ns() + static_cast<std::uint64_t>(options.lifetime_s * 1e9) : ~0ull;
}

void serve_this_machine(const Options& options) {
  const int socket = bench::listen_on_loopback(options.address, options.port);
  bench::Server server(socket, bench::listen_on_unix_socket(bench::local_port(socket)), bench::bind_datagrams(socket));
  bench::Control control(server, 0, 1, [&server] { server.stop(); });
  if (!control.attach() && options.lifetime_s <= 0) {
    throw reports::InputError(
        "standard input is neither a pipe nor a terminal, so the end of its use would go unnoticed: give --lifetime");
  }
  control.announce(bench::local_port(socket));
  server.run(end_of(options));
}

void serve_another_host(const Options& options) {
  if (const std::string why = bench::proofs_unavailable(); !why.empty()) throw reports::InputError("--listen needs tokens: " + why);
  std::string token = bench::read_token(options.token_file);
  const int socket = bench::listen_beyond_loopback(options.listen, options.port);
  const std::uint16_t port = bench::local_port(socket);
  bench::Server server(socket, -1, bench::bind_datagrams(socket));
  bench::Door door(server, std::move(token), port);
  server.ask(door);
  fmt::print("{{\"port\":{},\"pid\":{},\"version\":\"{}\"}}\n", port, getpid(), UNBLOCK_VERSION);
  std::fflush(stdout);
  server.run(end_of(options));
}

int serve(const Options& options) {
  signal(SIGPIPE, SIG_IGN);
  if (options.cpu >= 0) pin_to(options.cpu);
  bench::raise_descriptor_limit();
  options.listen.empty() ? serve_this_machine(options) : serve_another_host(options);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Serves echo and HTTP on one loopback port, told apart by the first bytes, as well over TLS 1.3 and over a Unix socket; and echo over UDP:\n"
      "  GET /wait/<delay_us>/<size_bytes>            answers after the delay\n"
      "  GET /stream/<chunks>/<interval_us>/<size>[/<first_us>]\n"
      "                                               server-sent events on a schedule\n"
      "  GET /status/<code>                           answers with this status\n"
      "Prints {\"port\":N,\"pid\":N,\"certificate\":\"SHA-256\"}; reads 'reset' and 'report' from standard input and ends when that closes.\n"
      "With --listen it serves 'unblock bench run --target unblock://HOST:PORT' on another host that has the same token, and ends with a signal.",
      "unblock-target"};
  Options options;
  app.add_option("--address", options.address, "Loopback address to listen on")->option_text("ADDRESS")->capture_default_str();
  app.add_option("--listen", options.listen, "Listen on this address of the machine, for a client on another host")->option_text("ADDRESS")->excludes("--address");
  app.add_option("--token-file", options.token_file, "Read the token that the client must know from FILE (default: $UNBLOCK_TARGET_TOKEN)")->option_text("FILE")->needs("--listen");
  app.add_option("--port", options.port, "Port to listen on; 0 picks a free one")->option_text("PORT")->capture_default_str();
  app.add_option("--lifetime", options.lifetime_s, "End after this long; 0: only when standard input closes")->option_text("SECONDS")->check(CLI::Range(0.0, 1e9))->capture_default_str();
  app.add_option("--cpu", options.cpu, "Run on this CPU only")->option_text("CPU")->check(CLI::NonNegativeNumber);
  return unblock::reports::run_program("unblock-target", [&] {
    try {
      app.parse(argc, argv);
      return serve(options);
    } catch (const CLI::Success& done) {
      return app.exit(done);
    } catch (const CLI::ParseError& error) {
      throw reports::InputError(error.what());
    }
  });
}
