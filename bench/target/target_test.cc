// The program from outside: echo, HTTP, streams, and what clients do wrong.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "bench/target/ledger.h"
#include "bench/target/listener.h"
#include "bench/target/pattern.h"
#include "bench/target/process.h"
#include "bench/target/stream_event.h"
#include "bench/target/test_client.h"
#include "bench/wire/tls.h"
#include "bench/wire/wire.h"

namespace unblock::bench {
namespace {

struct Target : testing::Test {
  TargetProcess target;
  TestClient connect() const { return TestClient(target.port()); }

  /// The report once that many connections are open, or as it is after five seconds: on a busy machine the kernel brings what
  /// a peer sent, and its end, later than the question.
  TargetReport report_when_open(std::uint64_t connections) {
    for (int i = 0; i < 500 && target.report().open != connections; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return target.report();
  }
};

TEST_F(Target, EchoesAndDigestsWhateverTheSegments) {
  const std::string bytes = pattern(5000);
  std::uint64_t digest = 0;
  for (const std::size_t step : {1, 7, 911, 5000}) {
    TestClient client = connect();
    for (std::size_t at = 0; at < bytes.size(); at += step) client.send(std::string_view(bytes).substr(at, step));
    EXPECT_EQ(client.receive(bytes.size()), bytes);
    digest += XXH3_64bits(bytes.data(), bytes.size());
    EXPECT_EQ(target.report().digest, digest) << "an open connection counts too";
  }
  const TargetReport report = report_when_open(0);
  EXPECT_EQ(report.digest, digest);
  EXPECT_EQ(report.connections, 4u);
  EXPECT_EQ(report.closed, 4u);
  EXPECT_EQ(report.echo_bytes, 4 * bytes.size());
  EXPECT_EQ(report.bytes_in, 4 * bytes.size());
  EXPECT_EQ(report.bytes_out, 4 * bytes.size());
  EXPECT_EQ(report.aborted, 0u);
}

TEST_F(Target, EchoWaitsForAPeerThatDoesNotRead) {
  TestClient client = connect();
  const std::string bytes = pattern(16 * 1024 * 1024);
  std::thread sender([&] {
    client.send(bytes);
    client.half_close();
  });
  target.report();  // it still serves while that one is stuck
  EXPECT_TRUE(client.receive_all() == bytes);
  sender.join();
  EXPECT_EQ(target.report().digest, XXH3_64bits(bytes.data(), bytes.size()));
}

TEST_F(Target, HalfClosedPeersGetTheirAnswer) {
  TestClient echo = connect(), http = connect(), undecided = connect(), silent = connect();
  echo.send("last words");
  http.send("GET /wait/20000/5 HTTP/1.1\r\n\r\n");
  undecided.send("GE");  // like a method, but it ends here
  for (TestClient* client : {&echo, &http, &undecided, &silent}) client->half_close();
  EXPECT_EQ(echo.receive_all(), "last words");
  EXPECT_TRUE(http.receive_all().ends_with("\r\n\r\nabcde"));
  EXPECT_EQ(undecided.receive_all(), "GE");
  EXPECT_EQ(silent.receive_all(), "");
  EXPECT_EQ(report_when_open(0).open, 0u);
}

TEST_F(Target, KeepsAliveAndAnswersInOrder) {
  TestClient client = connect();
  client.get("/wait/30000/1");
  client.get("/wait/0/2");
  client.get("/wait/1000/3");
  for (const char* body : {"a", "ab", "abc"}) EXPECT_TRUE(client.receive_response().ends_with(std::string("\r\n\r\n") + body));
  const TargetReport report = target.report();
  EXPECT_EQ(report.connections, 1u);
  EXPECT_EQ(report.requests, 3u);
  EXPECT_EQ(report.responses, 3u);
  EXPECT_EQ(report.digest, request_digest("/wait/30000/1") + request_digest("/wait/0/2") + request_digest("/wait/1000/3"));
}

TEST_F(Target, AnswersTheShorterDelayFirst) {
  TestClient slow = connect(), fast = connect();
  slow.get("/wait/600000000/1");  // ten minutes: only order can let the other one through
  fast.get("/wait/1000/1");
  EXPECT_TRUE(fast.receive_response().ends_with("a"));
  EXPECT_EQ(target.report().responses, 1u);
}

TEST_F(Target, SendsBigBodiesWhole) {
  TestClient client = connect();
  client.get("/wait/0/10000000");
  client.get("/wait/0/4");
  const std::string response = client.receive_response();
  const std::string_view body = std::string_view(response).substr(response.find("\r\n\r\n") + 4);
  EXPECT_EQ(body.size(), 10'000'000u);
  EXPECT_TRUE(matches_pattern(body));
  EXPECT_TRUE(client.receive_response().ends_with("\r\n\r\nabcd"));
}

TEST_F(Target, AnswersWithTheStatusAskedFor) {
  TestClient client = connect();
  for (const char* code : {"200", "404", "418", "500", "503"}) {
    client.get(std::string("/status/") + code);
    EXPECT_TRUE(client.receive_response().starts_with(std::string("HTTP/1.1 ") + code));
  }
}

/// The events of one stream, each checked; the rest of the response is read too.
std::vector<StreamEvent> receive_events(TestClient& client, std::size_t size) {
  std::vector<StreamEvent> events;
  EXPECT_TRUE(client.receive_until("\r\n\r\n").find("text/event-stream") != std::string::npos);
  while (const std::size_t bytes = std::stoul(client.receive_until("\r\n"), nullptr, 16)) {
    EXPECT_EQ(bytes, size);
    const std::string text = client.receive(bytes);
    const auto event = parse_event(text);
    if (!event || !matches_pattern(event->padding) || !text.ends_with("\n\n")) throw std::runtime_error("no event: " + text);
    events.push_back(*event);
    events.back().padding = {};  // it points into `text`
    EXPECT_EQ(client.receive(2), "\r\n");
  }
  EXPECT_EQ(client.receive(2), "\r\n");
  return events;
}

TEST_F(Target, StreamsOnItsSchedule) {
  TestClient client = connect();
  client.get("/stream/20/2000/200");
  client.get("/wait/0/1");
  const std::vector<StreamEvent> events = receive_events(client, 200);
  ASSERT_EQ(events.size(), 20u);
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].sequence, i);
    EXPECT_EQ(events[i].intended_ns, events[0].intended_ns + i * 2'000'000);
    EXPECT_GE(events[i].sent_ns, events[i].intended_ns);
  }
  EXPECT_TRUE(client.receive_response().ends_with("\r\n\r\na"));
  EXPECT_EQ(target.report().chunks, 20u);
}

TEST_F(Target, StreamsWithoutIntervalAndToPeersThatReadLate) {
  TestClient client = connect();
  client.get("/stream/2000/0/10000");
  EXPECT_LT(target.report().chunks, 2000u) << "20 MB do not fit into the sockets' buffers";
  EXPECT_EQ(receive_events(client, 10'000).size(), 2000u);
  EXPECT_EQ(target.report().late_chunks, 0u);
}

TEST_F(Target, AnswersMalformedRequestsWith400AndCloses) {
  for (const std::string& bytes : {std::string("GET nonsense\r\n\r\n"), "GET /" + std::string(100'000, 'x'),
                                   "GET / HTTP/1.1\r\n" + std::string(40'000, 'h') + "\r\n\r\n",
                                   "POST / HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n" + std::string(50'000, 'b')}) {
    TestClient client = connect();
    client.send(bytes);
    client.half_close();
    EXPECT_TRUE(client.receive_all().starts_with("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n")) << bytes.substr(0, 40);
  }
  EXPECT_EQ(target.report().malformed, 4u);
  EXPECT_EQ(target.report().requests, 0u);
}

TEST_F(Target, ARequestThatTricklesInIsServed) {
  TestClient slow = connect(), quick = connect();
  for (const char c : std::string("GET /wait/0/3 HTTP/1.1\r\nHost: a\r\n\r\n")) {
    slow.send({&c, 1});
    quick.get("/wait/0/1");
    EXPECT_TRUE(quick.receive_response().ends_with("a"));
  }
  EXPECT_TRUE(slow.receive_response().ends_with("\r\n\r\nabc"));
}

TEST_F(Target, SurvivesGarbageAndPeersThatVanish) {
  std::uint32_t state = 1;
  for (int round = 0; round < 200; ++round) {
    TestClient client = connect();
    std::string bytes = round % 2 == 0 ? "GET " : "";
    for (int i = 0; i < 500; ++i) bytes += static_cast<char>((state = state * 1664525u + 1013904223u) >> 24);
    client.send(bytes);
    const linger reset{1, 0};
    if (round % 3 == 0) setsockopt(client.socket(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  }
  TestClient client = connect();
  client.get("/wait/0/3");
  EXPECT_TRUE(client.receive_response().ends_with("abc"));
  EXPECT_EQ(target.report().connections, 201u);
}

TEST_F(Target, TellsAnswersThatNobodyWaitedFor) {
  {
    TestClient client = connect();
    client.get("/wait/600000000/1");
    EXPECT_EQ(report_when_open(1).open, 1u);
  }
  for (int i = 0; i < 500 && target.report().half_closed == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(target.report().half_closed, 1u);  // whether the peer still reads cannot be seen from here
  target.reset();
  EXPECT_EQ(target.report().open, 0u);
  {
    TestClient client = connect();
    client.get("/wait/600000000/1");
    const linger reset{1, 0};
    setsockopt(client.socket(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  }
  const TargetReport report = report_when_open(0);
  EXPECT_EQ(report.open, 0u);
  EXPECT_EQ(report.aborted, 1u);
}

TEST_F(Target, ServesTwoThousandConnectionsAtOnce) {
  if (raise_descriptor_limit() < 2200) GTEST_SKIP() << "the limit of open files is under 2200 (ulimit -n)";
  std::vector<TestClient> clients;
  for (int i = 0; i < 2000; ++i) clients.push_back(connect());
  for (TestClient& client : clients) client.get("/wait/50000/8");
  EXPECT_EQ(report_when_open(2000).open, 2000u);
  EXPECT_TRUE(std::all_of(clients.begin(), clients.end(),
                          [](TestClient& client) { return client.receive_response().ends_with("\r\n\r\nabcdefgh"); }));
  clients.clear();
  const TargetReport report = report_when_open(0);
  EXPECT_EQ(report.responses, 2000u);
  EXPECT_EQ(report.open, 0u);
  EXPECT_EQ(report.digest, 2000 * request_digest("/wait/50000/8"));
}

TEST_F(Target, ServesTheUnixSocketOfItsPort) {
  {
    TestClient echo(Endpoint::unix_socket(unix_socket_name(target.port()))), http(Endpoint::unix_socket(unix_socket_name(target.port())));
    echo.send("through the kernel");
    EXPECT_EQ(echo.receive(18), "through the kernel");
    http.get("/wait/1000/3");
    EXPECT_TRUE(http.receive_response().ends_with("abc"));
  }
  const TargetReport report = report_when_open(0);
  EXPECT_EQ(report.connections, 2u);
  EXPECT_EQ(report.unix_connections, 2u);
  EXPECT_EQ(report.open, 0u);
  EXPECT_EQ(report.digest, XXH3_64bits("through the kernel", 18) + request_digest("/wait/1000/3"));
}

/// A blocking client that speaks TLS.
class TlsClient {
 public:
  TlsClient(std::uint16_t port, const TlsSettings& settings) : socket_(port), engine_(settings) {
    while (!engine_.handshake()) {
      flush();
      more();
    }
    flush();
  }
  void send(std::string_view text) {
    engine_.write(std::as_bytes(std::span(text)));
    flush();
  }
  std::string receive(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t have = 0; have < size;) {
      const std::size_t count = engine_.read(std::as_writable_bytes(std::span(text)).subspan(have));
      if (count == 0) more();
      have += count;
    }
    return text;
  }
  const TlsEngine& engine() const { return engine_; }

 private:
  void flush() {
    const auto pending = engine_.pending();
    socket_.send({reinterpret_cast<const char*>(pending.data()), pending.size()});
    engine_.sent(pending.size());
  }
  void more() {
    arrived_.resize(64 * 1024);
    const ssize_t count = recv(socket_.socket(), arrived_.data(), arrived_.size(), 0);
    if (count <= 0) throw std::runtime_error("the peer closed");
    arrived_.resize(static_cast<std::size_t>(count));
    engine_.arrived(std::as_bytes(std::span(arrived_)));
  }

  TestClient socket_;
  TlsEngine engine_;
  std::string arrived_;
};

struct TargetOverTls : Target {
  void SetUp() override {
    if (const std::string why = tls_unavailable(); !why.empty()) GTEST_SKIP() << why;
  }
};

TEST_F(TargetOverTls, CountsAndDigestsThePayload) {
  const auto settings = TlsSettings::client(target.certificate(), true);
  const std::string much = pattern(300'000);
  for (const bool resumed : {false, true}) {
    TlsClient echo(target.port(), *settings);
    echo.send("secret");
    EXPECT_EQ(echo.receive(6), "secret");
    EXPECT_EQ(echo.engine().resumed(), resumed);
  }
  TlsClient http(target.port(), *settings);
  http.send("GET /wait/1000/300000 HTTP/1.1\r\n\r\n");
  for (std::string head; !head.ends_with("\r\n\r\n");) head += http.receive(1);
  EXPECT_TRUE(http.receive(300'000) == much);
  const TargetReport report = target.report();
  EXPECT_EQ(report.connections, 3u);
  EXPECT_EQ(report.tls_connections, 3u);
  EXPECT_EQ(report.tls_resumed, 2u);
  EXPECT_EQ(report.requests, 1u);
  EXPECT_EQ(report.bytes_in, 12u + 34u);
  EXPECT_EQ(report.echo_bytes, 12u);
  EXPECT_EQ(report.digest, 2 * XXH3_64bits("secret", 6) + request_digest("/wait/1000/300000"));
}

TEST_F(TargetOverTls, SurvivesClientsThatBeginLikeTlsAndGoOnOtherwise) {
  TestClient nonsense = connect(), slow = connect();
  nonsense.send(std::string("\x16\x03\x01\x00\x20\x01", 6) + std::string(200, 'x'));
  EXPECT_NE(nonsense.receive_all(), "") << "an alert";
  slow.send("\x16");
  target.report();
  slow.send("no");  // an echo after all
  EXPECT_EQ(slow.receive(3), "\x16no");
  const TargetReport report = target.report();
  EXPECT_EQ(report.tls_connections, 0u);
  EXPECT_EQ(report.tls_failed, 1u);
  EXPECT_EQ(report.bytes_in, 3u);
}

TEST_F(TargetOverTls, IsRefusedByAClientThatExpectsAnotherCertificate) {
  const auto settings = TlsSettings::client(std::string(64, '0'), false);
  EXPECT_THROW(TlsClient(target.port(), *settings), TlsError);
  EXPECT_EQ(target.report().tls_connections, 0u);
}

TEST_F(Target, CountsFromTheLastReset) {
  TestClient client = connect();
  client.send("before");
  client.receive(6);
  target.reset();
  EXPECT_EQ(target.report().digest, 0u);
  EXPECT_EQ(target.report().open, 1u);
  client.send("after");
  client.receive(5);
  EXPECT_EQ(target.report().digest, XXH3_64bits("after", 5));
  EXPECT_EQ(target.report().bytes_in, 5u);
}

TEST_F(Target, EchoesDatagramsAndDigestsEach) {
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const timeval patience{10, 0};
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const Endpoint endpoint = Endpoint::loopback(target.port());
  ASSERT_EQ(::connect(socket, endpoint.data(), endpoint.size), 0);
  std::uint64_t digest = 0;
  for (const std::size_t size : {1, 64, 60'000}) {
    const std::string bytes = pattern(size);
    digest += datagram_digest(bytes.data(), size);
    ASSERT_EQ(send(socket, bytes.data(), size, 0), static_cast<ssize_t>(size));
    std::string answer(65'535, ' ');
    const ssize_t count = recv(socket, answer.data(), answer.size(), 0);
    EXPECT_EQ(answer.substr(0, count > 0 ? static_cast<std::size_t>(count) : 0), bytes);
  }
  close(socket);
  const TargetReport report = target.report();
  EXPECT_EQ(report.datagrams_in, 3u);
  EXPECT_EQ(report.datagrams_out, 3u);
  EXPECT_EQ(report.digest, digest);
  EXPECT_EQ(report.connections, 0u);
}

}  // namespace
}  // namespace unblock::bench
