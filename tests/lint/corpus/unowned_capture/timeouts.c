/* Pointers that libevent hands back long after the call. */
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <stdlib.h>

struct limit {
  int tries;
  int failed;
};

// bad: context_of_a_timeout
static void on_limit(evutil_socket_t descriptor, short what, void *argument) {
  struct limit *limit = argument;
  (void)descriptor;
  (void)what;
  if (--limit->tries == 0) limit->failed = 1;
}
int limit_attempts(struct event_base *base, int tries) {
  struct limit limit = {.tries = tries};
  struct timeval second = {1, 0};
  return event_base_once(base, -1, EV_TIMEOUT, on_limit, &limit, &second); /* expect: async-unowned-capture */
}
// good: context_of_a_timeout
static void on_last_limit(evutil_socket_t descriptor, short what, void *argument) {
  struct limit *limit = argument;
  (void)descriptor;
  (void)what;
  limit->failed = 1;
  free(limit);
}
int limit_last_attempt(struct event_base *base) {
  struct limit *limit = calloc(1, sizeof *limit);
  struct timeval second = {1, 0};
  return event_base_once(base, -1, EV_TIMEOUT, on_last_limit, limit, &second);
}

// bad: context_of_a_connection
static void on_trouble(struct bufferevent *line, short what, void *argument) {
  (void)line;
  if (what & BEV_EVENT_ERROR) ((struct limit *)argument)->failed = 1;
}
void take_call(struct bufferevent *line) {
  struct limit limit = {0, 0};
  bufferevent_setcb(line, NULL, NULL, on_trouble, &limit); /* expect: async-unowned-capture */
  bufferevent_enable(line, EV_READ);
}
// good: context_of_a_connection
static void on_known_trouble(struct bufferevent *line, short what, void *argument) {
  (void)line;
  if (what & BEV_EVENT_ERROR) ((struct limit *)argument)->failed = 1;
}
void take_call_well(struct bufferevent *line) {
  static struct limit limit = {0, 0};
  bufferevent_setcb(line, NULL, NULL, on_known_trouble, &limit);
  bufferevent_enable(line, EV_READ);
}
