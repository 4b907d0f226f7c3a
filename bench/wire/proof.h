// How two sides that know the same token show it to each other without sending it: HMAC-SHA256 over numbers that both drew.
#pragma once

#include <string>
#include <string_view>

namespace unblock::bench {

/// Why this build cannot, with the package to install; empty: it can.
std::string proofs_unavailable();

/// 32 hexadecimal digits that nobody can guess.
std::string draw_nonce();

/// Of `text`, by whoever knows `token`: 64 hexadecimal digits.
std::string proof_of(std::string_view token, std::string_view text);

/// Takes as long wherever the two differ.
bool same_proof(std::string_view a, std::string_view b);

}  // namespace unblock::bench
