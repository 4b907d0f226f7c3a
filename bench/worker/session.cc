// Set-up, warm-up and the side file.
#include "bench/worker/session.h"

#include <fmt/format.h>
#include <gnu/libc-version.h>

#include <atomic>
#include <cstring>
#include <thread>
#include <tuple>

#include "bench/protocol/answer.h"
#include "bench/target/claim_check.h"
#include "bench/target/real_server.h"
#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::bench {
namespace {

/// Enough for a timeline that a person can read.
constexpr std::size_t kMostSpans = 64;

/// Watches the number of threads while a pass runs.
class ThreadSampler {
 public:
  ThreadSampler() : thread_([this] { watch(); }) {}
  int stop() {
    stopping_ = true;
    thread_.join();
    return most_ - 1;
  }

 private:
  void watch() {
    while (!stopping_) {
      most_ = std::max(most_, live_threads());
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  std::atomic<bool> stopping_ = false;
  int most_ = 0;
  std::thread thread_;
};

Endpoint endpoint_of(const ServerAddress& server) {
  Endpoint endpoint;
  endpoint.address = server.address;
  endpoint.size = server.size;
  return endpoint;
}

std::vector<reports::HistogramBucket> sparse(const Histogram& histogram) {
  std::vector<reports::HistogramBucket> rows;
  for (std::size_t i = 0; i < histogram.buckets(); ++i) {
    if (histogram.count_at(i) == 0) continue;
    rows.push_back({static_cast<double>(Histogram::lower_ns(i)), static_cast<double>(Histogram::lower_ns(i + 1)), histogram.count_at(i)});
  }
  return rows;
}

}  // namespace

Session::Session(WorkerRuntime runtime, WorkerOptions options) : runtime_(std::move(runtime)), options_(std::move(options)) {}

std::uint16_t Session::target_port() {
  if (options_.port != 0) return options_.port;
  if (is_elsewhere()) throw reports::InputError("--unblock_port is missing beside --unblock_address");
  if (!own_target_) own_target_ = std::make_unique<TargetProcess>();
  own_target_->reset();
  return own_target_->port();
}

Endpoint Session::target_for(const WorkerCell& cell) {
  if (!cell.entry->workload.needs_target) return {};
  if (uses_real_server(cell)) return endpoint_of(resolve(parse_real_server(options_.real_server)));
  const std::uint16_t port = target_port();
  if (is_elsewhere()) return endpoint_of(resolve({.host = options_.address, .port = std::to_string(port)}));
  return cell.arguments.wire == Wire::unix_socket ? Endpoint::unix_socket(unix_socket_name(port)) : Endpoint::loopback(port);
}

bool Session::uses_real_server(const WorkerCell& cell) const {
  return !options_.real_server.empty() && cell.entry->workload.speaks_http && cell.arguments.wire == Wire::tcp;
}

std::shared_ptr<const TlsSettings> Session::tls_for(Wire wire) const {
  if (!is_tls(wire)) return nullptr;
  const std::string fingerprint = own_target_ ? own_target_->certificate() : options_.certificate;
  if (fingerprint.empty()) throw TlsError("--unblock_certificate is missing: the target prints its SHA-256 as it starts");
  return TlsSettings::client(fingerprint, wire == Wire::tls_resumed);
}

void Session::note_wire(Wire wire) {
  if (wire != Wire::tcp) context_->note("wire", std::string(name_of(wire)));
  if (is_tls(wire)) context_->note("tls", TlsSettings::library() + ", the target's certificate pinned");
}

Context& Session::open(const WorkerCell& cell) {
  if (cell_ == &cell) {
    context_->clear();
    return *context_;
  }
  const Capabilities& can = runtime_.capabilities;
  const bool concurrent = can.threads != 1;
  context_ = std::make_unique<Context>(cell.arguments.arguments, target_for(cell), concurrent);
  context_->use_tls(tls_for(cell.arguments.wire));
  context_->set_target_elsewhere(is_elsewhere());
  context_->use_datagrams(cell.arguments.wire == Wire::udp);
  note_wire(cell.arguments.wire);
  cell_ = &cell;
  if (uses_real_server(cell)) {
    const RealServer server = parse_real_server(options_.real_server);
    context_->use_real_server(server.authority(), server.path);
    context_->note("target", options_.real_server + ", its work checked by the client only");
  }
  context_->note("allocator", fmt::format("glibc {} malloc{}", ::gnu_get_libc_version(), counts_allocations() ? ", counted" : ""));
  warm_up(cell);
  return *context_;
}

void Session::warm_up(const WorkerCell& cell) {
  Context empty(cell.arguments.arguments, {}, false);
  empty.note("kernel objects", "");
  empty.start();
  empty.stop();
  overhead_ = empty.usage();
  if (cell.arguments.once) {
    threads_ = 0;
    return;
  }
  if (options_.spans) context_->keep_spans(kMostSpans);
  ThreadSampler sampler;
  std::exception_ptr error;
  try {
    cell.entry->pass(*context_);
  } catch (const std::exception&) {
    error = std::current_exception();
  }
  threads_ = sampler.stop();
  spans_ = context_->spans();
  context_->clear();
  if (error) std::rethrow_exception(error);
}

Claim Session::claim(const Context& context) const {
  Claim claim = context.claim();
  const Wire wire = cell_->arguments.wire;
  if (wire == Wire::unix_socket) claim.unix_connections = claim.connections;
  if (is_tls(wire)) claim.tls_connections = claim.connections;
  if (context.tls()) claim.tls_resumed = context.tls()->resumed();
  return claim;
}

std::string Session::verify(const Context& context) {
  if (cell_->arguments.wire == Wire::tls_resumed && context.tls()->resumed() == 0) return "none of the TLS connections was resumed";
  if (!own_target_ || !cell_->entry->workload.needs_target || !context.real_host().empty()) return {};
  return disagreement(claim(context), own_target_->report());
}

void Session::write_side_file() const {
  if (options_.side_file.empty()) return;
  SideFile side{.runtime = runtime_.name};
  if (context_) {
    side.cell = cell_->name;
    side.claim = claim(*context_);
    side.configuration = context_->configuration();
    side.latency = sparse(context_->latency());
    side.uncorrected = sparse(context_->uncorrected());
    side.failure = context_->failure();
    std::tie(side.measured_from_ns, side.measured_to_ns) = context_->measured_from_to_ns();
    for (const RecordedSpan& span : spans_) side.spans.push_back({span.task, static_cast<double>(span.start_ns), static_cast<double>(span.end_ns)});
  }
  reports::write_file(options_.side_file, bench::write_side_file(side));
}

}  // namespace unblock::bench
