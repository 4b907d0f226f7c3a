// A target that listens for another host, and what answers in its place.
#include "bench/target/remote_target.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <thread>

#include "bench/process/scratch_folder.h"
#include "bench/target/greeting.h"
#include "bench/target/listener.h"
#include "bench/target/process.h"
#include "bench/target/test_client.h"
#include "bench/wire/proof.h"
#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::bench {
namespace {

using std::chrono::milliseconds;
constexpr const char* kToken = "a token that nobody guesses";

std::string url_of(std::uint16_t port) { return "unblock://127.0.0.1:" + std::to_string(port); }

/// The sentence of the error that `action` throws.
template <class Action>
std::string complaint(Action action) {
  try {
    action();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "nothing was thrown";
}

struct Remote : testing::Test {
  void SetUp() override {
    if (const std::string why = proofs_unavailable(); !why.empty()) GTEST_SKIP() << why;
    setenv(kTokenVariable, kToken, 1);
    program = std::make_unique<TargetProcess>(TargetOptions{.arguments = {"--listen", "127.0.0.1", "--lifetime", "60"}});
  }
  void TearDown() override {
    if (program) kill(program->pid(), SIGTERM);  // its standard input is not what it lives by
    unsetenv(kTokenVariable);
  }
  RemoteAddress where(const std::string& token = kToken) const { return {url_of(program->port()), token}; }

  std::unique_ptr<TargetProcess> program;
};

TEST_F(Remote, ServesWhoKnowsTheToken) {
  RemoteTarget target(where());
  EXPECT_EQ(target.port(), program->port());
  EXPECT_EQ(target.address(), "127.0.0.1");
  target.reset();
  TestClient client(target.port());
  client.send("\x80hello");
  EXPECT_EQ(client.receive(6), "\x80hello");
  const TargetReport report = target.report();
  EXPECT_EQ(report.connections, 1u) << "the control connection is none of them";
  EXPECT_EQ(report.echo_bytes, 6u);
}

TEST_F(Remote, RefusesAnotherToken) {
  EXPECT_EQ(complaint([&] { RemoteTarget target(where("another token, as long")); }),
            "the target '" + url_of(program->port()) + "' says: the token is refused: it is not the one that the target was started with");
}

TEST_F(Remote, ServesNobodyBeforeThat) {
  TestClient client(program->port());
  client.send("GET /wait/0/5 HTTP/1.1\r\n\r\n");
  EXPECT_EQ(client.receive_all(), "{\"error\":\"what came is not the greeting of an Unblock of this version\"}\n");
}

TEST_F(Remote, ServesOneRunAfterTheOther) {
  {
    RemoteTarget first(where());
    EXPECT_EQ(complaint([&] { RemoteTarget second(where()); }), "the target '" + url_of(program->port()) + "' is in use by another run on this host");
  }
  RemoteTarget third(where());
  EXPECT_EQ(third.report().connections, 0u) << "what came before is forgotten";
}

TEST_F(Remote, ClosesWhatTheRunLeftOpen) {
  auto target = std::make_unique<RemoteTarget>(where());
  TestClient client(program->port());
  client.send("\x80");
  EXPECT_EQ(client.receive(1), "\x80");
  target.reset();
  EXPECT_EQ(client.receive_all(), "");
}

TEST_F(Remote, ATargetThatVanishesIsOneSentence) {
  RemoteTarget target(where());
  kill(program->pid(), SIGKILL);
  EXPECT_EQ(complaint([&] { target.report(); }), "the target '" + url_of(program->port()) + "' ended the connection");
  EXPECT_EQ(complaint([&] { target.report(); }), "the connection to the target '" + url_of(program->port()) + "' has ended");
  program->stop();  // its listener closes last
  EXPECT_EQ(complaint([&] { RemoteTarget again(where()); }), "cannot connect to the target '" + url_of(program->port()) + "': Connection refused");
}

TEST_F(Remote, ATargetThatHangsIsOneSentence) {
  RemoteTarget target(where(), milliseconds(2'000));
  kill(program->pid(), SIGSTOP);
  EXPECT_EQ(complaint([&] { target.report(); }), "the target '" + url_of(program->port()) + "' did not answer within 2000 ms");
  kill(program->pid(), SIGCONT);
}

/// Says these lines to whoever connects, one after each line that it hears.
struct Impostor {
  explicit Impostor(std::vector<std::string> lines) : listener(listen_on_loopback("127.0.0.1", 0)), thread([this, lines] { talk(lines); }) {}
  ~Impostor() {
    thread.join();
    close(listener);
  }
  void talk(const std::vector<std::string>& lines) const {
    int fd = -1;
    while ((fd = accept(listener, nullptr, nullptr)) < 0) std::this_thread::yield();
    for (const std::string& line : lines) {
      char bytes[1000];
      if (recv(fd, bytes, sizeof bytes, 0) <= 0) break;
      send(fd, (line + "\n").data(), line.size() + 1, MSG_NOSIGNAL);
    }
    close(fd);
  }
  std::string complaint() const {
    const std::string sentence = bench::complaint([&] { RemoteTarget target({url_of(local_port(listener)), kToken}); });
    const std::string start = "the target '" + url_of(local_port(listener)) + "' ";
    return sentence.starts_with(start) ? sentence.substr(start.size()) : sentence;
  }
  int listener;
  std::thread thread;
};

TEST_F(Remote, AnotherVersionIsNamed) {
  EXPECT_EQ(Impostor({R"({"protocol":1,"version":"0.0.1","nonce":"12"})"}).complaint(),
            "is of Unblock 0.0.1 and this is Unblock " UNBLOCK_VERSION ": install the same version on both hosts");
}

TEST_F(Remote, WhoDoesNotKnowTheTokenIsNotBelieved) {
  EXPECT_EQ(Impostor({R"({"protocol":1,"version":")" UNBLOCK_VERSION R"(","nonce":"12"})", R"({"port":80,"certificate":"ab","proof":"cd"})"}).complaint(),
            "does not prove that it knows the token, or its certificate was changed on the way: do not trust what answers there");
}

TEST_F(Remote, WhatIsNoTargetIsNamed) {
  EXPECT_EQ(Impostor({"HTTP/1.1 400 Bad Request"}).complaint(), "is no unblock-target that listens: it said 'HTTP/1.1 400 Bad Request'");
  EXPECT_EQ(Impostor({}).complaint(), "ended the connection");
}

TEST(Token, IsReadFromAFileThatIsPrivate) {
  const ScratchFolder folder("token");
  const std::string file = folder.path() + "/token";
  reports::write_file(file, std::string(kToken) + "\n");
  chmod(file.c_str(), 0600);
  EXPECT_EQ(read_token(file), kToken);
  chmod(file.c_str(), 0644);
  EXPECT_EQ(complaint([&] { read_token(file); }), "the token file '" + file + "' can be read by others: chmod 600 '" + file + "'");
}

TEST(Token, ThatIsMissingOrShortIsNamed) {
  unsetenv(kTokenVariable);
  EXPECT_EQ(complaint([] { read_token(""); }), "a token is missing: the same on both hosts, in a file (--token-file) or in UNBLOCK_TARGET_TOKEN");
  setenv(kTokenVariable, " abc ", 1);
  EXPECT_EQ(complaint([] { read_token(""); }), "the token has 3 characters and could be guessed: head -c 24 /dev/urandom | base64 makes a good one");
  unsetenv(kTokenVariable);
}

TEST(RemoteAddress, HasAHostAndAPortAndNothingElse) {
  for (const char* url : {"unblock://host", "unblock://host:80/path", "unblock://[::1]"}) {
    EXPECT_EQ(complaint([&] { RemoteTarget target({url, kToken}); }), std::string("target '") + url + "': an address like unblock://HOST:PORT is expected");
  }
}

}  // namespace
}  // namespace unblock::bench
