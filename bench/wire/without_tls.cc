// In place of tls.cc and proof.cc where OpenSSL 3 is not installed: nothing here is reached but the reason.
#include "bench/wire/proof.h"
#include "bench/wire/tls.h"

namespace unblock::bench {

namespace {
[[noreturn]] void missing() { throw TlsError(tls_unavailable()); }
}  // namespace

struct TlsSettings::Tickets {};

std::string tls_unavailable() { return "built without OpenSSL 3: apt-get install libssl-dev, then build again"; }

TlsSettings::TlsSettings() { missing(); }
TlsSettings::~TlsSettings() = default;
std::unique_ptr<TlsSettings> TlsSettings::server() { missing(); }
std::unique_ptr<TlsSettings> TlsSettings::client(std::string, bool) { missing(); }
std::string TlsSettings::library() { return "none"; }

TlsEngine::TlsEngine(const TlsSettings& settings) : settings_(settings) { missing(); }
TlsEngine::~TlsEngine() = default;
bool TlsEngine::handshake() { missing(); }
bool TlsEngine::resumed() const { return false; }
std::string TlsEngine::description() const { return "none"; }
bool TlsEngine::has_input() const { return false; }
std::size_t TlsEngine::read(std::span<std::byte>) { missing(); }
void TlsEngine::write(std::span<const std::byte>) { missing(); }
void TlsEngine::sent(std::size_t) { missing(); }
void TlsEngine::fail(int) { missing(); }

std::string proofs_unavailable() { return tls_unavailable(); }
std::string draw_nonce() { missing(); }
std::string proof_of(std::string_view, std::string_view) { missing(); }
bool same_proof(std::string_view, std::string_view) { missing(); }

}  // namespace unblock::bench
