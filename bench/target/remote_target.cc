#include "bench/target/remote_target.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "bench/target/greeting.h"
#include "bench/target/real_server.h"
#include "bench/wire/proof.h"
#include "reports/model/error.h"
#include "reports/text/clean.h"

namespace unblock::bench {
namespace {

using std::chrono::milliseconds;
using nlohmann::json;

std::string text_in(const std::string& line, const char* key) {
  const json object = json::parse(line, nullptr, false);
  if (!object.is_object() || !object.contains(key) || !object[key].is_string()) return {};
  return reports::text::shortened(reports::text::clean(object[key].get<std::string>()), 200);
}

}  // namespace

RemoteTarget::RemoteTarget(const RemoteAddress& where, milliseconds deadline) : url_(where.url) {
  if (const std::string why = proofs_unavailable(); !why.empty()) throw reports::InputError("--target unblock:// needs tokens: " + why);
  const ServerAddress server = resolve(parse_target(where.url));
  int error = 0;
  Descriptor socket = connect_within(server, deadline, error);
  if (error != 0) throw TargetError(fmt::format("cannot connect to the target '{}': {}", url_, std::strerror(error)));
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  channel_ = LineChannel(std::move(socket), Descriptor(), deadline);
  address_ = numeric(server);
  show_token(where.token);
}

void RemoteTarget::show_token(const std::string& token) {
  Nonces nonces{draw_nonce(), {}};
  const std::string hello = fmt::format("UNBLOCK {} {}", kControlProtocol, nonces.client);
  const std::string answer = greet(hello);
  if (answer == hello) throw failure("is in use by another run on this host");  // it echoes
  const std::string version = text_in(answer, "version");
  nonces.target = text_in(answer, "nonce");
  if (version.empty() || nonces.target.empty()) throw failure(fmt::format("is no unblock-target that listens: it said '{}'", reports::text::clean(answer.substr(0, 80))));
  if (version != UNBLOCK_VERSION) throw failure(fmt::format("is of Unblock {} and this is Unblock {}: install the same version on both hosts", version, UNBLOCK_VERSION));
  const std::string welcome = greet("token " + client_proof(token, nonces));
  if (!introduce(welcome)) throw failure(fmt::format("said '{}' to the token", reports::text::clean(welcome.substr(0, 80))));
  if (!same_proof(text_in(welcome, "proof"), target_proof(token, nonces, certificate_))) {
    throw failure("does not prove that it knows the token, or its certificate was changed on the way: do not trust what answers there");
  }
}

std::string RemoteTarget::greet(const std::string& line) {
  const std::string answer = ask(line + "\n");
  if (const std::string why = text_in(answer, "error"); !why.empty()) throw failure("says: " + why);
  return answer;
}

std::string RemoteTarget::ask(const std::string& command) {
  if (!channel_.is_open()) throw TargetError(fmt::format("the connection to the target '{}' has ended", url_));
  try {
    channel_.write(command);
    return channel_.read_line();
  } catch (const ChannelError& error) {
    throw failure(error.is_late ? error.what() : std::string(error.what()) + " the connection");
  }
}

TargetError RemoteTarget::failure(const std::string& what) {
  channel_.close();
  return TargetError(fmt::format("the target '{}' {}", url_, what));
}

}  // namespace unblock::bench
