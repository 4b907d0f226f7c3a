// Blocking calls of C client libraries inside coroutines, and the asynchronous or non-blocking call of the same library.
#include "awaiters.h"
#include "c_clients.h"
#include "lazy_task.h"

// bad: curl
namespace curl_bad {
Lazy<int> download(CURL* curl) {
  co_return curl_easy_perform(curl);  // expect: async-blocking-call
}
}  // namespace curl_bad
// good: curl
namespace curl_good {
Lazy<int> download(CURLM* multi) {
  int running = 1;
  while (running > 0) {
    curl_multi_perform(multi, &running);
    curl_multi_poll(multi, nullptr, 0, 0, nullptr);
    co_await sleep_ms(1);
  }
  co_return 0;
}
}  // namespace curl_good

// bad: postgres
namespace postgres_bad {
PGresult* ask(PGconn* connection, const char* sql) { return PQexec(connection, sql); }
Lazy<bool> user_exists(PGconn* connection) {
  co_return ask(connection, "select 1") != nullptr;  // expect: async-blocking-call
}
}  // namespace postgres_bad
// good: postgres
namespace postgres_good {
Lazy<bool> user_exists(PGconn* connection) {
  bool sent = PQsendQuery(connection, "select 1") == 1;
  co_await sleep_ms(1);
  co_return sent;
}
}  // namespace postgres_good

// bad: redis
namespace redis_bad {
Lazy<void> remember(redisContext* redis) {
  redisCommand(redis, "SET key %d", 1);  // expect: async-blocking-call
  co_return;
}
}  // namespace redis_bad
// good: redis
namespace redis_good {
Lazy<void> remember(redisAsyncContext* redis) {
  redisAsyncCommand(redis, nullptr, nullptr, "SET key %d", 1);
  co_return;
}
}  // namespace redis_good

// bad: mysql
namespace mysql_bad {
Lazy<int> count(MYSQL* connection) {
  co_return mysql_query(connection, "select count(*) from users");  // expect: async-blocking-call
}
}  // namespace mysql_bad
// good: mysql
namespace mysql_good {
Lazy<int> count(MYSQL* connection) {
  int error = 0;
  mysql_query_start(&error, connection, "select count(*) from users");
  co_await sleep_ms(1);
  co_return error;
}
}  // namespace mysql_good

// bad: zeromq
namespace zeromq_bad {
Lazy<int> receive(void* socket) {
  char data[16];
  co_return zmq_recv(socket, data, sizeof data, 0);  // expect: async-blocking-call
}
}  // namespace zeromq_bad
// good: zeromq
namespace zeromq_good {
Lazy<int> receive(void* socket) {
  char data[16];
  int count = -1;
  while ((count = zmq_recv(socket, data, sizeof data, ZMQ_DONTWAIT)) < 0) co_await sleep_ms(1);
  co_return count;
}
}  // namespace zeromq_good

// bad: libevent
namespace libevent_bad {
Lazy<int> pump(event_base* base) {
  co_return event_base_loop(base, 0);  // expect: async-sync-wait
}
}  // namespace libevent_bad
// good: libevent
namespace libevent_good {
Lazy<int> pump(event_base* base) { co_return event_base_loop(base, EVLOOP_NONBLOCK); }
}  // namespace libevent_good
