/* For programs into which nothing can be preloaded: link libunblock-watch.a (CMake target Unblock::watch), make this one call at the
   start of main, and run the program under `unblock watch`. C and C++. */
#ifndef UNBLOCK_WATCH_H
#define UNBLOCK_WATCH_H

#ifdef __cplusplus
extern "C" {
#endif

/* 1 when the program runs under `unblock watch`, and is watched from now on; else 0, and nothing happens. */
int unblock_watch_start(void);

#ifdef __cplusplus
}
#endif
#endif
