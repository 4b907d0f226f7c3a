#include "bench/target/target.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace unblock::bench {

TargetReport parse_target_report(const std::string& line) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  TargetReport report;
  try {
    report.connections = json.at("connections");
    report.closed = json.at("closed");
    report.unix_connections = json.at("unix_connections");
    report.tls_connections = json.at("tls_connections");
    report.tls_resumed = json.at("tls_resumed");
    report.tls_failed = json.at("tls_failed");
    report.datagrams_in = json.at("datagrams_in");
    report.datagrams_out = json.at("datagrams_out");
    report.open = json.at("open");
    report.half_closed = json.at("half_closed");
    report.refused = json.at("refused");
    report.aborted = json.at("aborted");
    report.malformed = json.at("malformed");
    report.requests = json.at("requests");
    report.responses = json.at("responses");
    report.chunks = json.at("chunks");
    report.bytes_in = json.at("bytes_in");
    report.bytes_out = json.at("bytes_out");
    report.echo_bytes = json.at("echo_bytes");
    report.late_chunks = json.at("late_chunks");
    report.blocked_chunks = json.at("blocked_chunks");
    report.max_lateness_ns = json.at("max_lateness_ns");
    report.cpu_user_ns = json.at("cpu_user_ns");
    report.cpu_system_ns = json.at("cpu_system_ns");
    report.wall_ns = json.at("wall_ns");
    report.busy_fraction = json.at("busy_fraction");
    report.digest = std::stoull(json.at("digest").get<std::string>(), nullptr, 16);
  } catch (const std::exception&) {
    throw TargetError(fmt::format("the target's report is not understood: '{}'", line.substr(0, 80)));
  }
  return report;
}

bool Target::introduce(const std::string& line) {
  const auto json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("port") || !json["port"].is_number_unsigned()) return false;
  port_ = json["port"];
  certificate_ = json.value("certificate", "");
  return true;
}

void Target::reset() {
  if (const std::string answer = ask("reset\n"); answer != "{\"reset\":true}") throw failure("answered '" + answer.substr(0, 80) + "' to reset");
}

TargetReport Target::report() { return parse_target_report(ask("report\n")); }

}  // namespace unblock::bench
