// How a client on another host begins: what both sides say before the first command, and the token that both must know.
//   client  UNBLOCK 1 <nonce>
//   target  {"protocol":1,"version":"…","nonce":"…"}               or {"error":"…"}
//   client  token <proof of the client>
//   target  {"port":…,"certificate":"…",…,"proof":"…"}             or {"error":"…"}
// From there on the connection is the target's standard input and output. The token itself is never sent, and the certificate is
// part of the target's proof, so that nobody in between can put another one in its place.
#pragma once

#include <string>
#include <string_view>

namespace unblock::bench {

inline constexpr int kControlProtocol = 1;
inline constexpr const char* kTokenVariable = "UNBLOCK_TARGET_TOKEN";

/// What both sides drew.
struct Nonces {
  std::string client, target;
};

std::string client_proof(std::string_view token, const Nonces& nonces);
std::string target_proof(std::string_view token, const Nonces& nonces, std::string_view certificate);

/// The token in a file, or in the environment where no file is named; without blanks around it. Throws reports::InputError where
/// there is none, it is short enough to be guessed, or others may read the file.
std::string read_token(const std::string& file);

}  // namespace unblock::bench
