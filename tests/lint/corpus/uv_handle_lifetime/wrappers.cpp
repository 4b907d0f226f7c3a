// Handles inside of templates, of objects in containers and of classes that others derive from.
#include <uv.h>

#include <cstddef>
#include <string>
#include <vector>

// bad: template_that_closes
namespace template_closes_bad {
template <class Raw>
class Scoped {
 public:
  ~Scoped() {
    if (open_) uv_close(reinterpret_cast<uv_handle_t*>(&raw_), nullptr);  // expect: async-uv-handle-lifetime
  }
  Raw* get() { return &raw_; }

 protected:
  Raw raw_;
  bool open_ = false;
};
class Notifier : public Scoped<uv_async_t> {
 public:
  explicit Notifier(uv_loop_t* loop) { open_ = uv_async_init(loop, &raw_, nullptr) == 0; }
};
}  // namespace template_closes_bad
// good: template_that_closes
namespace template_closes_good {
template <class Raw>
class Scoped {
 public:
  Scoped() : raw_(new Raw) {}
  ~Scoped() {
    if (open_) uv_close(reinterpret_cast<uv_handle_t*>(raw_), [](uv_handle_t* handle) { delete reinterpret_cast<Raw*>(handle); });
  }
  Raw* get() { return raw_; }

 protected:
  Raw* raw_;
  bool open_ = false;
};
class Notifier : public Scoped<uv_async_t> {
 public:
  explicit Notifier(uv_loop_t* loop) { open_ = uv_async_init(loop, raw_, nullptr) == 0; }
};
}  // namespace template_closes_good

// bad: context_in_a_lambda
namespace context_in_lambda_bad {
struct Progress {
  int percent = 0;
};
int watch(uv_loop_t* loop, uv_idle_t* idle) {
  const auto start = [loop, idle] {
    Progress progress;
    uv_idle_init(loop, idle);
    idle->data = &progress;  // expect: async-uv-handle-lifetime
    uv_idle_start(idle, [](uv_idle_t* handle) { ++static_cast<Progress*>(handle->data)->percent; });
  };
  start();
  return uv_run(loop, UV_RUN_DEFAULT);
}
}  // namespace context_in_lambda_bad
// good: context_in_a_lambda
namespace context_in_lambda_good {
struct Progress {
  int percent = 0;
};
int watch(uv_loop_t* loop, uv_idle_t* idle) {
  Progress progress;
  const auto start = [loop, idle, &progress] {
    uv_idle_init(loop, idle);
    idle->data = &progress;
    uv_idle_start(idle, [](uv_idle_t* handle) { ++static_cast<Progress*>(handle->data)->percent; });
  };
  start();
  return uv_run(loop, UV_RUN_DEFAULT);
}
}  // namespace context_in_lambda_good

// bad: erased_and_deleted
namespace erased_bad {
struct Client {
  uv_tcp_t tcp;
  std::string name;
};
class Room {
 public:
  void show_out(std::size_t seat) {
    Client* client = clients_[seat];
    uv_close(reinterpret_cast<uv_handle_t*>(&client->tcp), nullptr);
    clients_.erase(clients_.begin() + static_cast<std::ptrdiff_t>(seat));
    delete client;  // expect: async-uv-handle-lifetime
  }

 private:
  std::vector<Client*> clients_;
};
}  // namespace erased_bad
// good: erased_and_deleted
namespace erased_good {
struct Client {
  uv_tcp_t tcp;
  std::string name;
};
class Room {
 public:
  void show_out(std::size_t seat) {
    Client* client = clients_[seat];
    client->tcp.data = client;
    uv_close(reinterpret_cast<uv_handle_t*>(&client->tcp), [](uv_handle_t* handle) { delete static_cast<Client*>(handle->data); });
    clients_.erase(clients_.begin() + static_cast<std::ptrdiff_t>(seat));
  }

 private:
  std::vector<Client*> clients_;
};
}  // namespace erased_good

// bad: child_closes_what_the_base_has
namespace child_closes_bad {
class Device {
 public:
  virtual ~Device() = default;

 protected:
  uv_tty_t screen_;
};
class Printer : public Device {
 public:
  ~Printer() override {
    uv_read_stop(reinterpret_cast<uv_stream_t*>(&screen_));
    uv_close(reinterpret_cast<uv_handle_t*>(&screen_), nullptr);  // expect: async-uv-handle-lifetime
  }
};
}  // namespace child_closes_bad
// good: child_closes_what_the_base_has
namespace child_closes_good {
class Device {
 public:
  virtual ~Device() = default;
  static void destroy(Device* device) {
    device->screen_.data = device;
    uv_close(reinterpret_cast<uv_handle_t*>(&device->screen_), [](uv_handle_t* handle) { delete static_cast<Device*>(handle->data); });
  }

 protected:
  uv_tty_t screen_;
};
class Printer : public Device {
 public:
  ~Printer() override { pages_ = 0; }

 private:
  int pages_ = 0;
};
}  // namespace child_closes_good
