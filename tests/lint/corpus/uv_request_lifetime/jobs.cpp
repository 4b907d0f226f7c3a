// Requests that are parts of something local: of a job, an object or an array.
#include <uv.h>

#include <array>
#include <cstddef>
#include <memory>
#include <string>

// bad: job_with_its_request
namespace job_bad {
struct Job {
  uv_work_t work;
  int input = 0;
  int output = 0;
};
int square(uv_loop_t* loop, int number) {
  Job job;
  job.input = number;
  job.work.data = &job;
  return uv_queue_work(  // expect: async-uv-request-lifetime
      loop, &job.work,
      [](uv_work_t* work) {
        auto* job = static_cast<Job*>(work->data);
        job->output = job->input * job->input;
      },
      [](uv_work_t*, int) {});
}
}  // namespace job_bad
// good: job_with_its_request
namespace job_good {
struct Job {
  uv_work_t work;
  int input = 0;
  int output = 0;
};
int square(uv_loop_t* loop, int number) {
  auto job = std::make_unique<Job>();
  job->input = number;
  job->work.data = job.get();
  const int error = uv_queue_work(
      loop, &job->work,
      [](uv_work_t* work) {
        auto* job = static_cast<Job*>(work->data);
        job->output = job->input * job->input;
      },
      [](uv_work_t* work, int) { delete static_cast<Job*>(work->data); });
  if (error == 0) job.release();
  return error;
}
}  // namespace job_good

// bad: lookup_of_a_method
namespace lookup_bad {
class Directory {
 public:
  int find(const std::string& host) {
    uv_getaddrinfo_t request;
    request.data = this;
    return uv_getaddrinfo(loop_, &request, on_found, host.c_str(), nullptr, nullptr);  // expect: async-uv-request-lifetime
  }

 private:
  static void on_found(uv_getaddrinfo_t* request, int status, addrinfo* found) {
    if (status == 0) ++static_cast<Directory*>(request->data)->found_;
    uv_freeaddrinfo(found);
  }
  uv_loop_t* loop_ = nullptr;
  int found_ = 0;
};
}  // namespace lookup_bad
// good: lookup_of_a_method
namespace lookup_good {
class Directory {
 public:
  int find(const std::string& host) {
    request_.data = this;
    return uv_getaddrinfo(loop_, &request_, on_found, host.c_str(), nullptr, nullptr);
  }

 private:
  static void on_found(uv_getaddrinfo_t* request, int status, addrinfo* found) {
    if (status == 0) ++static_cast<Directory*>(request->data)->found_;
    uv_freeaddrinfo(found);
  }
  uv_loop_t* loop_ = nullptr;
  uv_getaddrinfo_t request_;
  int found_ = 0;
};
}  // namespace lookup_good

// bad: requests_of_a_batch
namespace batch_bad {
void unlink_all(uv_loop_t* loop, const std::array<std::string, 3>& paths) {
  uv_fs_t requests[3];
  for (std::size_t i = 0; i < paths.size(); ++i) {
    uv_fs_unlink(loop, &requests[i], paths[i].c_str(), [](uv_fs_t* request) { uv_fs_req_cleanup(request); });  // expect: async-uv-request-lifetime
  }
}
}  // namespace batch_bad
// good: requests_of_a_batch
namespace batch_good {
void unlink_all(uv_loop_t* loop, const std::array<std::string, 3>& paths) {
  uv_fs_t requests[3];
  for (std::size_t i = 0; i < paths.size(); ++i) {
    uv_fs_unlink(loop, &requests[i], paths[i].c_str(), [](uv_fs_t* request) { uv_fs_req_cleanup(request); });
  }
  uv_run(loop, UV_RUN_DEFAULT);
}
}  // namespace batch_good
