// The same in C++: handles that are locals of a lambda, deleted objects and unique_ptrs.
#include <memory>
#include <uv.h>

// bad: deleted_after_close
namespace deleted_after_close_bad {
void stop(uv_timer_t* timer) {
  uv_close(reinterpret_cast<uv_handle_t*>(timer), nullptr);
  delete timer;  // expect: async-uv-handle-lifetime
}
}  // namespace deleted_after_close_bad
// good: deleted_after_close
namespace deleted_after_close_good {
void stop(uv_timer_t* timer) {
  uv_close(reinterpret_cast<uv_handle_t*>(timer),
           [](uv_handle_t* handle) { delete reinterpret_cast<uv_timer_t*>(handle); });
}
}  // namespace deleted_after_close_good

// bad: local_in_callback
namespace local_in_callback_bad {
void on_connection(uv_stream_t* server, int) {
  uv_tcp_t client;
  uv_tcp_init(server->loop, &client);  // expect: async-uv-handle-lifetime
  uv_accept(server, reinterpret_cast<uv_stream_t*>(&client));
}
void listen(uv_stream_t* server) { uv_listen(server, 8, on_connection); }
}  // namespace local_in_callback_bad
// good: local_in_callback
namespace local_in_callback_good {
void on_connection(uv_stream_t* server, int) {
  auto* client = new uv_tcp_t;
  uv_tcp_init(server->loop, client);
  uv_accept(server, reinterpret_cast<uv_stream_t*>(client));
  uv_close(reinterpret_cast<uv_handle_t*>(client),
           [](uv_handle_t* handle) { delete reinterpret_cast<uv_tcp_t*>(handle); });
}
void listen(uv_stream_t* server) { uv_listen(server, 8, on_connection); }
}  // namespace local_in_callback_good

// bad: early_return_unclosed
namespace early_return_unclosed_bad {
int open(uv_loop_t* loop, const sockaddr* address) {
  auto* tcp = new uv_tcp_t;
  uv_tcp_init(loop, tcp);
  if (uv_tcp_bind(tcp, address, 0) != 0) return -1;  // expect: async-uv-handle-lifetime
  uv_close(reinterpret_cast<uv_handle_t*>(tcp),
           [](uv_handle_t* handle) { delete reinterpret_cast<uv_tcp_t*>(handle); });
  return 0;
}
}  // namespace early_return_unclosed_bad
// good: early_return_unclosed
namespace early_return_unclosed_good {
void forget(uv_handle_t* handle) { delete reinterpret_cast<uv_tcp_t*>(handle); }
int open(uv_loop_t* loop, const sockaddr* address) {
  auto* tcp = new uv_tcp_t;
  uv_tcp_init(loop, tcp);
  if (uv_tcp_bind(tcp, address, 0) != 0) {
    uv_close(reinterpret_cast<uv_handle_t*>(tcp), forget);
    return -1;
  }
  uv_close(reinterpret_cast<uv_handle_t*>(tcp), forget);
  return 0;
}
}  // namespace early_return_unclosed_good
