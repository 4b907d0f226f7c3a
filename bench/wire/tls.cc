// OpenSSL over two spans: a BIO that reads what arrived and appends what is to be sent, so that no byte is copied twice.
#include "bench/wire/tls.h"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <utility>

namespace unblock::bench {
namespace {

std::string last_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason ? reason : "no reason given";
}

[[noreturn]] void fail(const char* what) { throw TlsError(fmt::format("{}: {}", what, last_error())); }

std::string fingerprint_of(const X509* certificate) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), digest, &size) != 1) fail("no fingerprint of the certificate");
  std::string text;
  for (unsigned i = 0; i < size; ++i) fmt::format_to(std::back_inserter(text), "{:02x}", digest[i]);
  return text;
}

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Certificate make_certificate(EVP_PKEY* key) {
  constexpr long kDayS = 86'400;
  Certificate certificate(X509_new(), &X509_free);
  X509* x509 = certificate.get();
  if (!x509) fail("no certificate");
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), -kDayS);
  X509_gmtime_adj(X509_getm_notAfter(x509), 365 * kDayS);
  X509_set_pubkey(x509, key);
  X509_NAME* name = X509_get_subject_name(x509);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("unblock-target"), -1, -1, 0);
  X509_set_issuer_name(x509, name);
  if (X509_sign(x509, key, EVP_sha256()) == 0) fail("the certificate cannot be signed");
  return certificate;
}

/// The answer of whoever judges the peer's certificate.
int is_the_one(X509_STORE_CTX* chain, void* settings) {
  const X509* certificate = X509_STORE_CTX_get0_cert(chain);
  const bool same = certificate && fingerprint_of(certificate) == static_cast<TlsSettings*>(settings)->fingerprint();
  X509_STORE_CTX_set_error(chain, same ? X509_V_OK : X509_V_ERR_CERT_REJECTED);
  return same ? 1 : 0;
}

}  // namespace

/// The newest session that can be resumed.
struct TlsSettings::Tickets {
  std::mutex mutex;
  SSL_SESSION* newest = nullptr;

  ~Tickets() { SSL_SESSION_free(newest); }
  void keep(SSL_SESSION* session) {
    const std::lock_guard lock(mutex);
    SSL_SESSION_free(std::exchange(newest, session));
  }
  void offer(SSL* ssl) {
    const std::lock_guard lock(mutex);
    if (newest) SSL_set_session(ssl, newest);
  }
  static int received(SSL* ssl, SSL_SESSION* session) {
    static_cast<Tickets*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)))->keep(session);
    return 1;
  }
};

struct TlsBio {
  static TlsEngine& engine(BIO* bio) { return *static_cast<TlsEngine*>(BIO_get_data(bio)); }

  static int read(BIO* bio, char* into, int size) {
    std::span<const std::byte>& arrived = engine(bio).arrived_;
    BIO_clear_retry_flags(bio);
    if (arrived.empty()) {
      BIO_set_retry_read(bio);
      return -1;
    }
    const std::size_t count = std::min(arrived.size(), static_cast<std::size_t>(size));
    std::memcpy(into, arrived.data(), count);
    arrived = arrived.subspan(count);
    return static_cast<int>(count);
  }
  static int write(BIO* bio, const char* from, int size) {
    std::vector<std::byte>& out = engine(bio).outgoing_;
    const auto* bytes = reinterpret_cast<const std::byte*>(from);
    out.insert(out.end(), bytes, bytes + size);
    return size;
  }
  static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

  static const BIO_METHOD* method() {
    static const BIO_METHOD* const only = [] {
      BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "unblock");
      BIO_meth_set_read(made, &read);
      BIO_meth_set_write(made, &write);
      BIO_meth_set_ctrl(made, &control);
      return made;
    }();
    return only;
  }
};

std::string tls_unavailable() { return {}; }

TlsSettings::TlsSettings() : context_(SSL_CTX_new(TLS_method())) {
  if (!context_) fail("OpenSSL");
  SSL_CTX_set_min_proto_version(context_, TLS1_3_VERSION);
  SSL_CTX_set_read_ahead(context_, 1);                   // one read for a record's head and body
  SSL_CTX_set_mode(context_, SSL_MODE_RELEASE_BUFFERS);  // an idle connection holds none
}

TlsSettings::~TlsSettings() { SSL_CTX_free(context_); }

std::unique_ptr<TlsSettings> TlsSettings::server() {
  std::unique_ptr<TlsSettings> settings(new TlsSettings);
  const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  if (!key) fail("no key");
  const Certificate certificate = make_certificate(key.get());
  settings->is_server_ = true;
  settings->fingerprint_ = fingerprint_of(certificate.get());
  if (SSL_CTX_use_certificate(settings->context_, certificate.get()) != 1 || SSL_CTX_use_PrivateKey(settings->context_, key.get()) != 1) {
    fail("the certificate cannot be used");
  }
  return settings;
}

std::unique_ptr<TlsSettings> TlsSettings::client(std::string fingerprint, bool resumes) {
  std::unique_ptr<TlsSettings> settings(new TlsSettings);
  settings->fingerprint_ = std::move(fingerprint);
  SSL_CTX_set_verify(settings->context_, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(settings->context_, &is_the_one, settings.get());
  if (!resumes) return settings;
  settings->tickets_ = std::make_unique<Tickets>();
  SSL_CTX_set_app_data(settings->context_, settings->tickets_.get());
  SSL_CTX_set_session_cache_mode(settings->context_, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(settings->context_, &Tickets::received);
  return settings;
}

std::string TlsSettings::library() { return OpenSSL_version(OPENSSL_VERSION); }

TlsEngine::TlsEngine(const TlsSettings& settings) : ssl_(SSL_new(settings.context_)), settings_(settings) {
  BIO* bio = ssl_ ? BIO_new(TlsBio::method()) : nullptr;
  if (!bio) {
    SSL_free(ssl_);
    bench::fail("OpenSSL");
  }
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_, bio, bio);
  if (settings.is_server_) {
    SSL_set_accept_state(ssl_);
  } else {
    SSL_set_connect_state(ssl_);
    if (settings.tickets_) settings.tickets_->offer(ssl_);
  }
}

TlsEngine::~TlsEngine() {
  SSL_set_shutdown(ssl_, SSL_SENT_SHUTDOWN);  // or the session would count as broken and not be resumed
  SSL_free(ssl_);
}

bool TlsEngine::handshake() {
  if (established_) return true;
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_);
  if (result == 1) {
    if (resumed()) settings_.resumed_.fetch_add(1, std::memory_order_relaxed);
    return established_ = true;
  }
  if (SSL_get_error(ssl_, result) != SSL_ERROR_WANT_READ) fail(result);
  return false;
}

bool TlsEngine::resumed() const { return SSL_session_reused(ssl_) == 1; }

std::string TlsEngine::description() const { return fmt::format("{} {}", SSL_get_version(ssl_), SSL_get_cipher_name(ssl_)); }

bool TlsEngine::has_input() const { return !arrived_.empty() || SSL_has_pending(ssl_) == 1; }

std::size_t TlsEngine::read(std::span<std::byte> plaintext) {
  ERR_clear_error();
  std::size_t count = 0;
  const int result = SSL_read_ex(ssl_, plaintext.data(), plaintext.size(), &count);
  if (result == 1) return count;
  const int error = SSL_get_error(ssl_, result);
  if (error == SSL_ERROR_ZERO_RETURN) {
    ended_ = true;
  } else if (error != SSL_ERROR_WANT_READ) {
    fail(result);
  }
  return 0;
}

void TlsEngine::write(std::span<const std::byte> plaintext) {
  if (plaintext.empty()) return;
  ERR_clear_error();
  std::size_t count = 0;
  const int result = SSL_write_ex(ssl_, plaintext.data(), plaintext.size(), &count);
  if (result != 1) fail(result);
}

void TlsEngine::sent(std::size_t count) {
  sent_ += count;
  if (sent_ < outgoing_.size()) return;
  outgoing_.clear();
  sent_ = 0;
}

void TlsEngine::fail(int) {
  if (SSL_get_verify_result(ssl_) == X509_V_ERR_CERT_REJECTED) {
    ERR_clear_error();
    throw TlsError("the certificate is not the target's: its SHA-256 is not the one that the target announced");
  }
  bench::fail("TLS");
}

}  // namespace unblock::bench
