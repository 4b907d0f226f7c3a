// A uv_loop_t and the check of libuv's return values, for the native cells.
#pragma once

#include <uv.h>

#include <cassert>
#include <stdexcept>
#include <string>

#include "bench/measure/context.h"

namespace unblock::bench::native {

inline void check_uv(int status, const char* what) {
  if (status < 0) throw std::runtime_error(std::string(what) + ": " + uv_strerror(status));
}

class UvLoop {
 public:
  UvLoop() { check_uv(uv_loop_init(&loop_), "uv_loop_init"); }
  UvLoop(const UvLoop&) = delete;
  UvLoop& operator=(const UvLoop&) = delete;
  ~UvLoop() {
    uv_run(&loop_, UV_RUN_DEFAULT);
    [[maybe_unused]] const int busy = uv_loop_close(&loop_);
    assert(busy == 0);
  }
  /// Until no handle is active.
  void run() { uv_run(&loop_, UV_RUN_DEFAULT); }
  uv_loop_t* get() { return &loop_; }

 private:
  uv_loop_t loop_;
};

/// The part of a connection that both cells share: writing a fixed message, and being closed.
struct UvConnection {
  uv_tcp_t handle;
  uv_buf_t message;
  Context* context = nullptr;
  std::uint64_t left = 0;
  std::int64_t sent_ns = 0;

  uv_stream_t* stream() { return reinterpret_cast<uv_stream_t*>(&handle); }

  void open(uv_loop_t* loop, int descriptor) {
    check_uv(uv_tcp_init(loop, &handle), "uv_tcp_init");
    check_uv(uv_tcp_open(&handle, descriptor), "uv_tcp_open");
    handle.data = this;
  }

  /// A request per write, as in libuv's ping-pong benchmark: its callback may come after the answer has been read.
  void write() {
    sent_ns = Context::now_ns();
    auto* request = new uv_write_t;
    const int status = uv_write(request, stream(), &message, 1, [](uv_write_t* done, int error) {
      if (error < 0) static_cast<UvConnection*>(done->handle->data)->give_up(error);
      delete done;
    });
    if (status == 0) return;
    delete request;
    give_up(status);
  }

  /// Callbacks come from C and must not throw: the pass ends with a failure instead.
  void give_up(int error) {
    if (error == UV_ECANCELED) return;
    context->fail(uv_strerror(error));
    close();
  }

  void close() {
    if (!uv_is_closing(reinterpret_cast<uv_handle_t*>(&handle))) uv_close(reinterpret_cast<uv_handle_t*>(&handle), nullptr);
  }
};

}  // namespace unblock::bench::native
