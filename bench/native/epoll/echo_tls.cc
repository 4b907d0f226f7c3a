// echo over TLS on raw epoll, as OpenSSL's own examples have it: the library reads and writes the non-blocking socket itself.
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <deque>
#include <memory>
#include <stdexcept>

#include "bench/native/epoll/cells.h"
#include "bench/native/epoll/machine.h"
#include "bench/native/set_up.h"
#include "bench/wire/tls.h"
#include "bench/workloads/echo.h"

namespace unblock::bench::native {
namespace {

using Settings = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Ssl = std::unique_ptr<SSL, decltype(&SSL_free)>;

Settings make_settings() {
  Settings settings(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  if (!settings) throw std::runtime_error("OpenSSL cannot be set up");
  SSL_CTX_set_min_proto_version(settings.get(), TLS1_3_VERSION);
  SSL_CTX_set_read_ahead(settings.get(), 1);  // or a record would cost two reads
  return settings;
}

/// The certificate is checked by hand, because nobody signed it.
void require_fingerprint(const SSL* ssl, const std::string& wanted) {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get1_peer_certificate(ssl), &X509_free);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (!certificate || X509_digest(certificate.get(), EVP_sha256(), digest, &size) != 1) throw std::runtime_error("no certificate");
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    text += "0123456789abcdef"[digest[i] >> 4];
    text += "0123456789abcdef"[digest[i] & 15];
  }
  if (text != wanted) throw std::runtime_error("the certificate is not the target's");
}

/// Connected and past the handshake, which blocks; the clock has not started.
Ssl connect_tls(SSL_CTX* settings, int descriptor, const std::string& fingerprint) {
  Ssl ssl(SSL_new(settings), &SSL_free);
  SSL_set_fd(ssl.get(), descriptor);
  if (SSL_connect(ssl.get()) != 1) throw std::runtime_error("the TLS handshake failed");
  require_fingerprint(ssl.get(), fingerprint);
  return ssl;
}

class Session {
 public:
  Session(int epoll, int descriptor, Ssl ssl, Context& context, std::span<const std::byte> message, std::uint64_t times)
      : connection_(epoll, descriptor, this), ssl_(std::move(ssl)), context_(context), message_(message), answer_(message.size()), left_(times) {}

  void write() {
    sent_ns_ = Context::now_ns();
    unsent_ = message_;
    writable();
  }
  void writable() {
    while (!unsent_.empty()) {
      std::size_t count = 0;
      const int result = SSL_write_ex(ssl_.get(), unsent_.data(), unsent_.size(), &count);
      if (result != 1 && SSL_get_error(ssl_.get(), result) != SSL_ERROR_WANT_WRITE) throw std::runtime_error("SSL_write");
      if (result != 1) return connection_.want_write(true);
      unsent_ = unsent_.subspan(count);
    }
    connection_.want_write(false);
  }
  bool readable() {
    while (have_ < answer_.size()) {
      std::size_t count = 0;
      const int result = SSL_read_ex(ssl_.get(), answer_.data() + have_, answer_.size() - have_, &count);
      if (result != 1 && SSL_get_error(ssl_.get(), result) != SSL_ERROR_WANT_READ) throw std::runtime_error("SSL_read");
      if (result != 1) return true;
      have_ += count;
    }
    context_.record(Context::now_ns() - sent_ns_);
    have_ = 0;
    if (!same_bytes(message_, answer_)) context_.fail("an echo came back changed");
    if (--left_ == 0) return false;
    write();
    return true;
  }

 private:
  EpollConnection connection_;
  Ssl ssl_;
  Context& context_;
  std::span<const std::byte> message_, unsent_;
  std::vector<std::byte> answer_;
  std::size_t have_ = 0;
  std::uint64_t left_;
  std::int64_t sent_ns_ = 0;
};

}  // namespace

void epoll_echo_tls(Context& context) {
  const EchoTraffic traffic(context.count(Echo::kConnections), context.count(Echo::kBytes));
  const std::uint64_t times = pings_per_connection(traffic.connections());
  const Settings settings = make_settings();
  EpollSet set;
  std::deque<Session> sessions;
  for (const int descriptor : open_sockets(context, traffic.connections())) {
    Ssl ssl = connect_tls(settings.get(), descriptor, context.tls()->fingerprint());
    sessions.emplace_back(set.get(), descriptor, std::move(ssl), context, traffic.message(sessions.size()), times);
  }
  context.start();
  for (Session& session : sessions) session.write();
  set.run<Session>(sessions.size());
  context.stop();
  context.operations(times * traffic.connections());
  traffic.add_to(context.claim(), std::vector<std::uint64_t>(traffic.connections(), times));
}

}  // namespace unblock::bench::native
