// The shape of Drogon's database client and of its handlers.
#pragma once

#include <functional>
#include <string>

namespace drogon {
namespace orm {
struct Result {
  std::size_t size() const;
};
class DbClient {
 public:
  template <class... Arguments>
  Result execSqlSync(const std::string& sql, Arguments&&... arguments);
  template <class Callback, class ErrorCallback, class... Arguments>
  void execSqlAsync(const std::string&, Callback&&, ErrorCallback&&, Arguments&&...) {}
};
}  // namespace orm

class HttpAppFramework {
 public:
  HttpAppFramework& registerHandler(const std::string& path, std::function<void()> handler);
};
HttpAppFramework& app();
}  // namespace drogon

namespace trantor {
class EventLoop {
 public:
  void queueInLoop(std::function<void()> function);
  void runInLoop(std::function<void()> function);
  void runAfter(double seconds, std::function<void()> function);
};
}  // namespace trantor
