// Drogon's handlers and Trantor's loops, and the synchronous face of the database client.
#include "drogon_shape.h"

#include <unistd.h>

// bad: handler
void serve(drogon::orm::DbClient& database) {
  drogon::app().registerHandler("/orders", [&database] {
    (void)database.execSqlSync("select 1").size();  // expect: async-blocking-call
  });
}
// good: handler
void serve_well(drogon::orm::DbClient& database) {
  drogon::app().registerHandler("/orders", [&database] {
    database.execSqlAsync("select 1", [](const drogon::orm::Result&) {}, [] {});
  });
}

// bad: loop
void later(trantor::EventLoop& loop) {
  loop.runAfter(1, [] { sleep(1); });  // expect: async-blocking-call
}
// good: loop
void later_well(trantor::EventLoop& loop) {
  loop.runAfter(1, [&loop] { loop.queueInLoop([] {}); });
}
