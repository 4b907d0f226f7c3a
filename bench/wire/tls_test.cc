// Two engines that talk to each other through their spans.
#include "bench/wire/tls.h"

#include <gtest/gtest.h>

#include "bench/wire/wire.h"

namespace unblock::bench {
namespace {

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

/// What `from` has to say reaches `to`, in pieces of `most` bytes. Returns the plaintext that came of it.
std::string pass_on(TlsEngine& from, TlsEngine& to, std::size_t most = 1 << 20) {
  std::string text;
  const std::vector<std::byte> wire(from.pending().begin(), from.pending().end());
  from.sent(wire.size());
  for (std::size_t at = 0; at < wire.size(); at += most) {
    to.arrived(std::span(wire).subspan(at, std::min(most, wire.size() - at)));
    if (!to.handshake()) continue;
    char plain[1000];
    while (const std::size_t count = to.read(std::as_writable_bytes(std::span(plain)))) text.append(plain, count);
  }
  return text;
}

void shake_hands(TlsEngine& client, TlsEngine& server) {
  client.handshake();
  while (!client.pending().empty() || !server.pending().empty()) {
    pass_on(client, server);
    pass_on(server, client);
  }
}

struct Tls : testing::Test {
  void SetUp() override {
    if (const std::string why = tls_unavailable(); !why.empty()) GTEST_SKIP() << why;
    server = TlsSettings::server();
  }
  std::unique_ptr<TlsSettings> server;
};

TEST_F(Tls, CarriesWhatIsWrittenBothWays) {
  const auto client = TlsSettings::client(server->fingerprint(), false);
  TlsEngine a(*client), b(*server);
  shake_hands(a, b);
  EXPECT_TRUE(a.established() && b.established());
  EXPECT_FALSE(a.resumed());
  EXPECT_TRUE(a.description().starts_with("TLSv1.3 ")) << a.description();
  a.write(bytes_of("question"));
  EXPECT_EQ(pass_on(a, b), "question");
  b.write(bytes_of("answer"));
  EXPECT_EQ(pass_on(b, a), "answer");
}

TEST_F(Tls, TakesTheBytesInAnyPieces) {
  const auto client = TlsSettings::client(server->fingerprint(), false);
  TlsEngine a(*client), b(*server);
  a.handshake();
  for (int i = 0; i < 4; ++i) {
    pass_on(a, b, 1);
    pass_on(b, a, 7);
  }
  EXPECT_TRUE(a.established() && b.established());
  const std::string much(100'000, 'x');
  a.write(bytes_of(much));
  EXPECT_EQ(pass_on(a, b, 1000), much);
}

TEST_F(Tls, ResumesWithTheTicketOfTheConnectionBefore) {
  const auto client = TlsSettings::client(server->fingerprint(), true);
  for (const bool again : {false, true, true}) {
    TlsEngine a(*client), b(*server);
    shake_hands(a, b);
    EXPECT_EQ(a.resumed(), again);
    EXPECT_EQ(b.resumed(), again);
  }
}

TEST_F(Tls, RefusesAnotherCertificate) {
  const auto other = TlsSettings::server();
  ASSERT_NE(other->fingerprint(), server->fingerprint());
  const auto client = TlsSettings::client(server->fingerprint(), false);
  TlsEngine a(*client), b(*other);
  try {
    shake_hands(a, b);
    FAIL() << "it was accepted";
  } catch (const TlsError& error) {
    EXPECT_STREQ(error.what(), "the certificate is not the target's: its SHA-256 is not the one that the target announced");
  }
}

TEST_F(Tls, SaysWhenThePeerSpeaksSomethingElse) {
  const auto client = TlsSettings::client(server->fingerprint(), false);
  TlsEngine a(*client);
  a.handshake();
  a.arrived(bytes_of("HTTP/1.1 400 Bad Request\r\n\r\n"));
  EXPECT_THROW(a.handshake(), TlsError);
}

TEST(TlsStart, IsToldFromOtherBytesByTheFirstSix) {
  const std::string hello = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01};
  EXPECT_EQ(looks_like_tls(hello), TlsStart::yes);
  for (std::size_t size = 0; size < hello.size(); ++size) EXPECT_EQ(looks_like_tls(hello.substr(0, size)), TlsStart::maybe) << size;
  const std::string no_hello = {0x16, 0x03, 0x01, 0x02, 0x00, 0x02};
  for (const std::string& other : {std::string("GET / HTTP/1.1"), std::string("\x80\x81"), no_hello}) EXPECT_EQ(looks_like_tls(other), TlsStart::no) << other;
}

TEST(Wire, HasANameAndIsFoundByIt) {
  for (const Wire wire : {Wire::tcp, Wire::unix_socket, Wire::tls, Wire::tls_resumed}) EXPECT_EQ(wire_named(name_of(wire)), wire);
  EXPECT_EQ(wire_named("pigeon"), std::nullopt);
}

}  // namespace
}  // namespace unblock::bench
