// Cases of async-uv-request-lifetime: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <stdlib.h>
#include <uv.h>

static void on_connect(uv_connect_t*, int) {}

void bad(uv_tcp_t* tcp, const sockaddr* peer, uv_connect_t* heap) {
  uv_connect_t local;
  // expect: the request 'local' dies with this function
  uv_tcp_connect(&local, tcp, peer, on_connect);
  uv_tcp_connect(heap, tcp, peer, on_connect);
  // expect: the request 'heap' is freed here
  free(heap);
}

void good(uv_loop_t* loop, uv_tcp_t* tcp, const sockaddr* peer, uv_connect_t* heap) {
  uv_connect_t local;
  uv_tcp_connect(&local, tcp, peer, on_connect);
  uv_run(loop, UV_RUN_DEFAULT);
  if (uv_tcp_connect(heap, tcp, peer, on_connect) != 0) free(heap);
  uv_fs_t request;
  uv_fs_unlink(loop, &request, "file", nullptr);
}

void silenced(uv_tcp_t* tcp, const sockaddr* peer) {
  uv_connect_t local;
  uv_tcp_connect(&local, tcp, peer, on_connect);  // NOLINT(async-uv-request-lifetime)
}

#define CONNECT(request) uv_tcp_connect(request, tcp, peer, on_connect)
template <class Request>
void macro_in_template(uv_tcp_t* tcp, const sockaddr* peer) {
  Request local;
  // expect: the request 'local' dies with this function
  CONNECT(&local);
}
void instantiated(uv_tcp_t* tcp, const sockaddr* peer) { macro_in_template<uv_connect_t>(tcp, peer); }
