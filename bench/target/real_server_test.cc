// Addresses of real servers, as users write them.
#include "bench/target/real_server.h"

#include <gtest/gtest.h>

#include "reports/model/error.h"

namespace unblock::bench {
namespace {

std::string complaint(const std::string& url) {
  try {
    parse_real_server(url);
  } catch (const reports::InputError& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(RealServer, AnAddressHasHostPortAndPath) {
  const RealServer plain = parse_real_server("http://example.org");
  EXPECT_EQ(plain.authority(), "example.org");
  EXPECT_EQ(plain.path, "/");
  const RealServer whole = parse_real_server("http://127.0.0.1:8080/a/b?c=d#top");
  EXPECT_EQ(whole.authority(), "127.0.0.1:8080");
  EXPECT_EQ(whole.path, "/a/b?c=d");
  EXPECT_EQ(parse_real_server("http://example.org?c=d").path, "/?c=d");
}

TEST(RealServer, AnAddressWithColonsStandsInBrackets) {
  const RealServer server = parse_real_server("http://[::1]:8080/");
  EXPECT_EQ(server.host, "::1");
  EXPECT_EQ(server.port, "8080");
  EXPECT_EQ(server.authority(), "[::1]:8080");
  EXPECT_NE(complaint("http://::1:8080/").find("stands in brackets"), std::string::npos);
}

TEST(RealServer, APortIsANumberThatThereIs) {
  for (const char* url : {"http://host:0/", "http://host:65536/", "http://host:99999999999/", "http://host:http/", "http://host:/", "http://[::1]8080/"}) {
    EXPECT_NE(complaint(url).find("from 1 to 65535"), std::string::npos) << url;
  }
}

TEST(RealServer, NothingCanBeSmuggledIntoARequest) {
  EXPECT_NE(complaint("http://host/ HTTP/1.1\r\nX: y").find("control character"), std::string::npos);
}

}  // namespace
}  // namespace unblock::bench
