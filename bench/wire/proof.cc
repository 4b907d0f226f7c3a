#include "bench/wire/proof.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <span>
#include <stdexcept>

namespace unblock::bench {
namespace {

std::string hexadecimal(std::span<const unsigned char> bytes) {
  std::string text;
  for (const unsigned char byte : bytes) fmt::format_to(std::back_inserter(text), "{:02x}", byte);
  return text;
}

}  // namespace

std::string proofs_unavailable() { return {}; }

std::string draw_nonce() {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) throw std::runtime_error("OpenSSL has no random numbers");
  return hexadecimal(bytes);
}

std::string proof_of(std::string_view token, std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (!HMAC(EVP_sha256(), token.data(), static_cast<int>(token.size()), bytes, text.size(), digest, &size)) {
    throw std::runtime_error("OpenSSL has no HMAC-SHA256");
  }
  return hexadecimal(std::span(digest, size));
}

bool same_proof(std::string_view a, std::string_view b) { return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0; }

}  // namespace unblock::bench
