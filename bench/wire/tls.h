// TLS 1.3 without a socket: what came over the wire goes in, what is to be sent comes out. Client and target use the same class.
// OpenSSL stays in tls.cc; a build without it has without_tls.cc.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct ssl_st;
struct ssl_ctx_st;

namespace unblock::bench {

/// The handshake failed, or what came is no TLS: one clause.
struct TlsError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Why this build cannot speak TLS, with the package to install; empty: it can.
std::string tls_unavailable();

/// One side's settings, for many connections; safe to share between threads.
class TlsSettings {
 public:
  TlsSettings(const TlsSettings&) = delete;
  TlsSettings& operator=(const TlsSettings&) = delete;
  ~TlsSettings();

  /// A key (P-256) and a certificate for it, signed by itself, made here and never written to a disk.
  static std::unique_ptr<TlsSettings> server();
  /// Accepts the one certificate whose SHA-256 is `fingerprint` (64 hexadecimal digits), and no other whoever signed it.
  /// `resumes`: a connection begins with the newest ticket of those before.
  static std::unique_ptr<TlsSettings> client(std::string fingerprint, bool resumes);

  /// Of the server's certificate, or of the one that the client accepts.
  const std::string& fingerprint() const { return fingerprint_; }
  /// Connections of the client that were resumed.
  std::uint64_t resumed() const { return resumed_; }
  /// "OpenSSL 3.0.19 27 Jan 2026"
  static std::string library();

 private:
  friend class TlsEngine;
  struct Tickets;
  TlsSettings();

  ssl_ctx_st* context_;
  bool is_server_ = false;
  std::string fingerprint_;
  std::unique_ptr<Tickets> tickets_;
  mutable std::atomic<std::uint64_t> resumed_ = 0;
};

/// One connection. One task at a time.
class TlsEngine {
 public:
  explicit TlsEngine(const TlsSettings& settings);
  TlsEngine(const TlsEngine&) = delete;
  TlsEngine& operator=(const TlsEngine&) = delete;
  ~TlsEngine();

  /// Bytes from the peer. They must stay until read() or handshake() has asked for more.
  void arrived(std::span<const std::byte> ciphertext) { arrived_ = ciphertext; }
  /// Goes on with the handshake; true when it is over. False: send pending() and wait for more. Throws TlsError.
  bool handshake();
  bool established() const { return established_; }
  bool resumed() const;
  /// "TLSv1.3 TLS_AES_256_GCM_SHA384"
  std::string description() const;

  /// Plaintext; 0: more must arrive first. May leave something in pending(). Throws TlsError.
  std::size_t read(std::span<std::byte> plaintext);
  /// Whether read() may give something without more having arrived.
  bool has_input() const;
  /// The peer said that it sends no more.
  bool ended() const { return ended_; }
  /// All of it goes to pending().
  void write(std::span<const std::byte> plaintext);

  /// Bytes for the peer, until sent() says that they are gone.
  std::span<const std::byte> pending() const { return std::span(outgoing_).subspan(sent_); }
  void sent(std::size_t count);

 private:
  friend struct TlsBio;
  [[noreturn]] void fail(int result);

  ssl_st* ssl_;
  const TlsSettings& settings_;
  std::span<const std::byte> arrived_;
  std::vector<std::byte> outgoing_;
  std::size_t sent_ = 0;
  bool established_ = false;
  bool ended_ = false;
};

/// Whether a client's first bytes are those of a TLS handshake.
enum class TlsStart {
  no,
  maybe,
  yes
};
TlsStart looks_like_tls(std::string_view first_bytes);

}  // namespace unblock::bench
