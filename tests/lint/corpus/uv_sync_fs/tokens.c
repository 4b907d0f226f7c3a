/* Random bytes and many files at once on the loop's thread. */
#include <stdlib.h>
#include <uv.h>

// bad: random_token
struct guest {
  uv_tcp_t tcp;
  uv_random_t random;
  unsigned char token[16];
};
static void on_guest_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *part) {
  struct guest *guest = stream->data;
  (void)part;
  if (count > 0) uv_random(stream->loop, &guest->random, guest->token, sizeof guest->token, 0, NULL); /* expect: async-uv-sync-fs */
}
static void on_alloc(uv_handle_t *handle, size_t size, uv_buf_t *part) {
  (void)handle;
  part->base = malloc(size);
  part->len = size;
}
void hear_guest(struct guest *guest) {
  guest->tcp.data = guest;
  uv_read_start((uv_stream_t *)&guest->tcp, on_alloc, on_guest_read);
}
// good: random_token
static void on_token(uv_random_t *random, int status, void *token, size_t size) {
  (void)random;
  (void)token;
  if (status != 0) abort();
  (void)size;
}
static void on_known_guest_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *part) {
  struct guest *guest = stream->data;
  (void)part;
  if (count > 0) uv_random(stream->loop, &guest->random, guest->token, sizeof guest->token, 0, on_token);
}
void hear_known_guest(struct guest *guest) {
  guest->tcp.data = guest;
  uv_read_start((uv_stream_t *)&guest->tcp, on_alloc, on_known_guest_read);
}

// bad: all_entries_of_a_folder
static void on_evening(uv_timer_t *timer) {
  uv_fs_t list;
  uv_dirent_t entry;
  uv_fs_scandir(timer->loop, &list, "spool", 0, NULL); /* expect: async-uv-sync-fs */
  while (uv_fs_scandir_next(&list, &entry) != UV_EOF) ++*(int *)timer->data;
  uv_fs_req_cleanup(&list);
}
int count_each_evening(uv_timer_t *timer) { return uv_timer_start(timer, on_evening, 1000, 1000); }
// good: all_entries_of_a_folder
static void on_listed(uv_fs_t *list) {
  uv_dirent_t entry;
  while (uv_fs_scandir_next(list, &entry) != UV_EOF) ++*(int *)list->data;
  uv_fs_req_cleanup(list);
  free(list);
}
static void on_good_evening(uv_timer_t *timer) {
  uv_fs_t *list = malloc(sizeof *list);
  list->data = timer->data;
  uv_fs_scandir(timer->loop, list, "spool", 0, on_listed);
}
int count_each_good_evening(uv_timer_t *timer) { return uv_timer_start(timer, on_good_evening, 1000, 1000); }
