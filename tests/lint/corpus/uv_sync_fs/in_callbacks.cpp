// Synchronous calls in lambdas, in the callbacks of other file operations and behind methods.
#include <fcntl.h>
#include <uv.h>

#include <string>
#include <vector>

// bad: read_after_an_open
namespace read_after_open_bad {
struct Page {
  uv_fs_t open;
  uv_buf_t text;
};
void on_open(uv_fs_t* open) {
  auto* page = static_cast<Page*>(open->data);
  uv_fs_t read;
  uv_fs_read(open->loop, &read, static_cast<uv_file>(open->result), &page->text, 1, 0, nullptr);  // expect: async-uv-sync-fs
  uv_fs_req_cleanup(&read);
}
void load(uv_loop_t* loop, Page* page) {
  page->open.data = page;
  uv_fs_open(loop, &page->open, "page.html", O_RDONLY, 0, on_open);
}
}  // namespace read_after_open_bad
// good: read_after_an_open
namespace read_after_open_good {
struct Page {
  uv_fs_t open, read;
  uv_buf_t text;
};
void on_read(uv_fs_t* read) { uv_fs_req_cleanup(read); }
void on_open(uv_fs_t* open) {
  auto* page = static_cast<Page*>(open->data);
  uv_fs_read(open->loop, &page->read, static_cast<uv_file>(open->result), &page->text, 1, 0, on_read);
}
void load(uv_loop_t* loop, Page* page) {
  page->open.data = page;
  uv_fs_open(loop, &page->open, "page.html", O_RDONLY, 0, on_open);
}
}  // namespace read_after_open_good

// bad: cache_that_looks_at_the_file
namespace cache_bad {
class Cache {
 public:
  void watch(uv_fs_event_t* event) {
    event->data = this;
    uv_fs_event_start(event, [](uv_fs_event_t* changed, const char* name, int, int) { static_cast<Cache*>(changed->data)->refresh(changed->loop, name); }, "cache", 0);  // expect: async-uv-sync-fs
  }

 private:
  void refresh(uv_loop_t* loop, const std::string& name) {
    uv_fs_t look;
    if (uv_fs_stat(loop, &look, name.c_str(), nullptr) == 0) sizes_.push_back(look.statbuf.st_size);
    uv_fs_req_cleanup(&look);
  }
  std::vector<uint64_t> sizes_;
};
}  // namespace cache_bad
// good: cache_that_looks_at_the_file
namespace cache_good {
class Cache {
 public:
  Cache(uv_loop_t* loop, const std::string& name) { refresh(loop, name); }
  void watch(uv_fs_event_t* event) {
    event->data = this;
    uv_fs_event_start(event, [](uv_fs_event_t* changed, const char*, int, int) { ++static_cast<Cache*>(changed->data)->changes_; }, "cache", 0);
  }

 private:
  void refresh(uv_loop_t* loop, const std::string& name) {
    uv_fs_t look;
    if (uv_fs_stat(loop, &look, name.c_str(), nullptr) == 0) sizes_.push_back(look.statbuf.st_size);
    uv_fs_req_cleanup(&look);
  }
  std::vector<uint64_t> sizes_;
  int changes_ = 0;
};
}  // namespace cache_good

// bad: name_of_a_guest
namespace guest_name_bad {
void listen(uv_stream_t* door) {
  uv_listen(door, 16, [](uv_stream_t* door, int status) {
    sockaddr_in guest{};
    uv_getnameinfo_t name;
    if (status == 0) uv_getnameinfo(door->loop, &name, nullptr, reinterpret_cast<sockaddr*>(&guest), 0);  // expect: async-uv-sync-fs
  });
}
}  // namespace guest_name_bad
// good: name_of_a_guest
namespace guest_name_good {
void listen(uv_stream_t* door) {
  uv_listen(door, 16, [](uv_stream_t* door, int status) {
    sockaddr_in guest{};
    auto* name = new uv_getnameinfo_t;
    if (status == 0) {
      uv_getnameinfo(door->loop, name, [](uv_getnameinfo_t* done, int, const char*, const char*) { delete done; }, reinterpret_cast<sockaddr*>(&guest), 0);
    } else {
      delete name;
    }
  });
}
}  // namespace guest_name_good
