#include "bench/target/request.h"

#include <gtest/gtest.h>

#include <string>

namespace unblock::bench {
namespace {

using State = Request::State;
const std::string kGet = "GET /wait/0/64 HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST(Request, ReadsTargetAndLength) {
  const std::string bytes = kGet + "GET /next";
  const Request request = parse_request(bytes);
  EXPECT_EQ(request.state, State::complete);
  EXPECT_EQ(request.target, "/wait/0/64");
  EXPECT_EQ(request.bytes, kGet.size());
  EXPECT_TRUE(request.is_get);
  EXPECT_TRUE(request.keep_alive);
}

TEST(Request, IsIncompleteUntilItsLastByte) {
  for (std::size_t size = 0; size < kGet.size(); ++size) {
    EXPECT_EQ(parse_request(std::string_view(kGet).substr(0, size)).state, State::incomplete) << size;
  }
}

TEST(Request, KnowsWhoWantsToStay) {
  EXPECT_FALSE(parse_request("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").keep_alive);
  EXPECT_FALSE(parse_request("GET / HTTP/1.0\r\n\r\n").keep_alive);
  EXPECT_TRUE(parse_request("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").keep_alive);
  EXPECT_TRUE(parse_request("GET / HTTP/1.0\r\n\r\n").is_http_10);
}

TEST(Request, TakesItsBodyAlong) {
  const std::string sized = "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello";
  EXPECT_EQ(parse_request(sized).state, State::complete);
  EXPECT_EQ(parse_request(sized + "GET").bytes, sized.size());
  EXPECT_FALSE(parse_request(sized).is_get);
  EXPECT_EQ(parse_request(sized.substr(0, sized.size() - 1)).state, State::incomplete);
  const std::string chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
  EXPECT_EQ(parse_request(chunked + "GET").bytes, chunked.size());
  EXPECT_EQ(parse_request(chunked.substr(0, chunked.size() - 3)).state, State::incomplete);
}

TEST(Request, RefusesWhatIsNotHttp) {
  for (const char* bytes : {"GET\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/9.9x\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n",
                            "GET / HTTP/1.1\r\nno colon\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
                            "POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", "\x01\x02\x03\r\n\r\n"}) {
    EXPECT_EQ(parse_request(bytes).state, State::malformed) << bytes;
  }
}

TEST(Request, RefusesWhatDoesNotEnd) {
  EXPECT_EQ(parse_request("GET /" + std::string(kMaxRequestBytes, 'a')).state, State::malformed);
}

TEST(Protocol, IsHttpAfterTheNameOfAMethod) {
  EXPECT_EQ(detect_protocol("GET /"), Protocol::http);
  EXPECT_EQ(detect_protocol("OPTIONS *"), Protocol::http);
  EXPECT_EQ(detect_protocol("GE"), Protocol::undecided);
  EXPECT_EQ(detect_protocol("P"), Protocol::undecided);
  EXPECT_EQ(detect_protocol(""), Protocol::undecided);
}

TEST(Protocol, IsEchoForEverythingElse) {
  for (const char* bytes : {"get ", "GETS", "abc", "\n", "\x16\x03\x01", "PRI * HTTP/2.0"}) {
    EXPECT_EQ(detect_protocol(bytes), Protocol::echo) << bytes;
  }
}

}  // namespace
}  // namespace unblock::bench
