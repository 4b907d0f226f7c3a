/* One request of libuv given to the loop twice. */
#include <stdlib.h>
#include <uv.h>

// bad: one_write_request
struct speaker {
  uv_tcp_t tcp;
  uv_write_t request;
};
static void on_spoken(uv_write_t *request, int status) {
  (void)request;
  (void)status;
}
void speak_twice(struct speaker *speaker, uv_buf_t *first, uv_buf_t *second) {
  uv_write(&speaker->request, (uv_stream_t *)&speaker->tcp, first, 1, on_spoken);
  uv_write(&speaker->request, (uv_stream_t *)&speaker->tcp, second, 1, on_spoken); /* expect: async-overlapping-operations */
}
// good: one_write_request
struct orator {
  uv_tcp_t tcp;
  uv_write_t head;
  uv_write_t body;
};
static void on_said(uv_write_t *request, int status) {
  (void)request;
  (void)status;
}
void speak_once_each(struct orator *orator, uv_buf_t *first, uv_buf_t *second) {
  uv_write(&orator->head, (uv_stream_t *)&orator->tcp, first, 1, on_said);
  uv_write(&orator->body, (uv_stream_t *)&orator->tcp, second, 1, on_said);
}

// bad: lookups_share_a_request
static uv_getaddrinfo_t lookup;
static void on_address(uv_getaddrinfo_t *request, int status, struct addrinfo *found) {
  (void)request;
  (void)status;
  uv_freeaddrinfo(found);
}
void look_up(uv_loop_t *loop, const char **hosts) {
  while (*hosts) {
    uv_getaddrinfo(loop, &lookup, on_address, *hosts, NULL, NULL); /* expect: async-overlapping-operations */
    ++hosts;
  }
}
// good: lookups_share_a_request
static void on_each_address(uv_getaddrinfo_t *request, int status, struct addrinfo *found) {
  (void)status;
  uv_freeaddrinfo(found);
  free(request);
}
void look_up_each(uv_loop_t *loop, const char **hosts) {
  while (*hosts) {
    uv_getaddrinfo_t *each = malloc(sizeof *each);
    uv_getaddrinfo(loop, each, on_each_address, *hosts, NULL, NULL);
    ++hosts;
  }
}

// bad: file_request
static void on_file(uv_fs_t *request) { uv_fs_req_cleanup(request); }
void remove_both(uv_loop_t *loop, uv_fs_t *request) {
  uv_fs_unlink(loop, request, "/tmp/one", on_file);
  uv_fs_unlink(loop, request, "/tmp/two", on_file); /* expect: async-overlapping-operations */
}
// good: file_request
void remove_both_at_start(uv_loop_t *loop, uv_fs_t *request) {
  uv_fs_unlink(loop, request, "/tmp/one", NULL);
  uv_fs_req_cleanup(request);
  uv_fs_unlink(loop, request, "/tmp/two", NULL);
}
