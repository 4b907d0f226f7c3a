/* Callbacks of C get a pointer, which must lead to something that is still there. */
#include <event2/event.h>
#include <pthread.h>
#include <uv.h>

struct progress {
  int done;
};

// bad: argument_of_an_event
static void on_ready(evutil_socket_t descriptor, short what, void *argument) {
  (void)descriptor;
  (void)what;
  ++((struct progress *)argument)->done;
}
struct event *watch(struct event_base *base, evutil_socket_t descriptor) {
  struct progress progress = {0};
  struct event *event = event_new(base, descriptor, EV_READ | EV_PERSIST, on_ready, &progress); /* expect: async-unowned-capture */
  event_add(event, 0);
  return event;
}
// good: argument_of_an_event
static void on_good_ready(evutil_socket_t descriptor, short what, void *argument) {
  (void)descriptor;
  (void)what;
  ++((struct progress *)argument)->done;
}
struct event *watch_well(struct event_base *base, evutil_socket_t descriptor, struct progress *progress) {
  struct event *event = event_new(base, descriptor, EV_READ | EV_PERSIST, on_good_ready, progress);
  event_add(event, 0);
  return event;
}
int watch_here(struct event_base *base, evutil_socket_t descriptor) {
  struct progress progress = {0};
  struct event *event = event_new(base, descriptor, EV_READ, on_good_ready, &progress);
  event_add(event, 0);
  event_base_dispatch(base);
  event_free(event);
  return progress.done;
}

// bad: argument_of_a_thread
static void *count(void *argument) {
  ++((struct progress *)argument)->done;
  return 0;
}
void count_somewhere(pthread_t *thread) {
  struct progress progress = {0};
  pthread_create(thread, 0, count, &progress); /* expect: async-unowned-capture */
}
// good: argument_of_a_thread
static void *count_well(void *argument) {
  ++((struct progress *)argument)->done;
  return 0;
}
int count_here(void) {
  struct progress progress = {0};
  pthread_t thread;
  pthread_create(&thread, 0, count_well, &progress);
  pthread_join(thread, 0);
  return progress.done;
}
