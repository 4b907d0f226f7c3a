#include "lint/checks/list.h"

#include "check_pages.h"

namespace unblock::lint {

using MakeCheck = std::unique_ptr<Check>(llvm::StringRef name, clang::tidy::ClangTidyContext* context, Session& session);
using Wanted = bool(const facts::Wait& wait, const std::vector<std::string>& tiers);
MakeCheck make_blocking_call;
Wanted wanted_by_blocking_call;
MakeCheck make_blocking_file_io;
Wanted wanted_by_blocking_file_io;
MakeCheck make_sync_wait;
Wanted wanted_by_sync_wait;
MakeCheck make_uv_sync_fs;
Wanted wanted_by_uv_sync_fs;
MakeCheck make_unawaited_coroutine;
MakeCheck make_unawaited_local;
MakeCheck make_task_dropped_by_callback;
MakeCheck make_dangling_argument;
MakeCheck make_lambda_coroutine_capture;
MakeCheck make_unowned_capture;
MakeCheck make_buffer_lifetime;
MakeCheck make_lock_across_suspend;
MakeCheck make_detached_exception;
MakeCheck make_uv_handle_lifetime;
MakeCheck make_uv_request_lifetime;
MakeCheck make_overlapping_operations;
MakeCheck make_wrong_thread;
MakeCheck make_io_object_lifetime;
MakeCheck make_ownership_cycle;
MakeCheck make_reference_across_suspend;
MakeCheck make_throwing_call;
MakeCheck make_ignored_error_code;
MakeCheck make_lost_surplus;
MakeCheck make_generator_iterated_twice;
MakeCheck make_awaiter_after_publish;
MakeCheck make_swallowed_cancellation;
MakeCheck make_await_in_cleanup;
MakeCheck make_discarded_task;
MakeCheck make_loop_use;
MakeCheck make_early_shared_from_this;
MakeCheck make_await_in_loop;
MakeCheck make_unnecessary_coroutine;
MakeCheck make_cancellation_not_forwarded;
MakeCheck make_unused_suppression;

std::span<const CheckEntry> all_checks() {
  using enum reports::Severity;
  static constexpr CheckEntry kChecks[] = {
      {"async-blocking-call", "blocking_call", warning,
       "A call in async code waits, directly or at the end of a chain of calls, and everything else on the loop waits with it.",
       make_blocking_call, wanted_by_blocking_call},
      {"async-blocking-file-io", "blocking_file_io", warning,
       "A call in async code waits for the disk, directly or at the end of a chain of calls.",
       make_blocking_file_io, wanted_by_blocking_file_io},
      {"async-sync-wait", "sync_wait", warning,
       "Async code waits synchronously for other async work: future.get(), sync_wait(), a nested event loop.",
       make_sync_wait, wanted_by_sync_wait},
      {"async-uv-sync-fs", "uv_sync_fs", warning,
       "A libuv call in a callback is synchronous because its own callback is null.",
       make_uv_sync_fs, wanted_by_uv_sync_fs},
      {"async-unawaited-coroutine", "unawaited_coroutine", error,
       "The task that a call returns is thrown away: its body never runs, or its result and its exception are lost.",
       make_unawaited_coroutine},
      {"async-unawaited-local", "unawaited_local", warning,
       "A task kept in a local is on some path neither awaited, returned, moved nor handed over.",
       make_unawaited_local},
      {"async-task-dropped-by-callback", "task_dropped_by_callback", warning,
       "A coroutine is given where a plain callable is expected, and whoever calls it drops the task.",
       make_task_dropped_by_callback},
      {"async-dangling-argument", "dangling_argument", warning,
       "A temporary or a dying local is given by reference, view or pointer to a coroutine that outlives it.",
       make_dangling_argument},
      {"async-lambda-coroutine-capture", "lambda_coroutine_capture", warning,
       "The captures of a lambda coroutine die with the lambda while the coroutine goes on.",
       make_lambda_coroutine_capture},
      {"async-unowned-capture", "unowned_capture", warning,
       "A handler that runs later refers to a local that is gone by then, or to an object it does not keep alive.",
       make_unowned_capture},
      {"async-buffer-lifetime", "buffer_lifetime", warning,
       "An operation uses the memory of a local or of a temporary that dies before it completes.",
       make_buffer_lifetime},
      {"async-lock-across-suspend", "lock_across_suspend", warning,
       "A lock that belongs to a thread is still held where a coroutine suspends.",
       make_lock_across_suspend},
      {"async-detached-exception", "detached_exception", warning,
       "A coroutine that may throw is spawned so that nobody hears of its exception.",
       make_detached_exception},
      {"async-uv-handle-lifetime", "uv_handle_lifetime", warning,
       "A libuv handle dies, is freed or is closed again while the loop knows it, or is never closed.",
       make_uv_handle_lifetime},
      {"async-uv-request-lifetime", "uv_request_lifetime", warning,
       "A libuv request dies or is freed before its callback ran.",
       make_uv_request_lifetime},
      {"async-overlapping-operations", "overlapping_operations", warning,
       "A second read or write starts on a stream, or a libuv request is reused, before the first is done.",
       make_overlapping_operations},
      {"async-wrong-thread", "wrong_thread", warning,
       "A call that belongs to the event loop's thread is made on another thread or in a pool.",
       make_wrong_thread},
      {"async-io-object-lifetime", "io_object_lifetime", warning,
       "A timer, resolver or socket dies with an operation pending, or outlives the loop it belongs to.",
       make_io_object_lifetime},
      {"async-ownership-cycle", "ownership_cycle", warning,
       "An object stores a callback that owns the object, so that neither is ever destroyed.",
       make_ownership_cycle},
      {"async-reference-across-suspend", "reference_across_suspend", warning,
       "An iterator, reference or view is used after a suspension in which it may have become invalid.",
       make_reference_across_suspend},
      {"async-throwing-call", "throwing_call", warning,
       "A call that throws when the peer has gone stands in a handler, and nothing catches it.",
       make_throwing_call},
      {"async-ignored-error-code", "ignored_error_code", warning,
       "A handler does not look at its error: a timer that was aborted, a read that goes on at the end of the stream.",
       make_ignored_error_code},
      {"async-lost-surplus", "lost_surplus", warning,
       "A read waits for bytes that async_read_until has read already.",
       make_lost_surplus},
      {"async-generator-iterated-twice", "generator_iterated_twice", warning,
       "A second loop over a generator that the first one has run to its end.",
       make_generator_iterated_twice},
      {"async-awaiter-after-publish", "awaiter_after_publish", warning,
       "await_suspend() uses its awaiter after it gave that, or the coroutine, away.",
       make_awaiter_after_publish},
      {"async-swallowed-cancellation", "swallowed_cancellation", warning,
       "An endless loop catches the cancellation of its wait and goes on.",
       make_swallowed_cancellation},
      {"async-await-in-cleanup", "await_in_cleanup", warning,
       "A destructor waits for a coroutine, or starts one that goes on with the destroyed object.",
       make_await_in_cleanup},
      {"async-discarded-task", "discarded_task", warning,
       "A std::async whose future dies at once, or a deferred operation that is thrown away and never starts.",
       make_discarded_task},
      {"async-loop-use", "loop_use", warning,
       "A loop is run again without restart(), or before it has any work, and returns at once.",
       make_loop_use},
      {"async-early-shared-from-this", "early_shared_from_this", warning,
       "shared_from_this() is called in a constructor or destructor, where no shared_ptr owns the object: it throws.",
       make_early_shared_from_this},
      {"async-await-in-loop", "await_in_loop", warning,
       "Independent coroutines are awaited one after another in a loop. Off by default.",
       make_await_in_loop, nullptr, true},
      {"async-unnecessary-coroutine", "unnecessary_coroutine", warning,
       "A coroutine only awaits another one and returns its result. Off by default.",
       make_unnecessary_coroutine, nullptr, true},
      {"async-cancellation-not-forwarded", "cancellation_not_forwarded", warning,
       "A function has a cancellation token and does not give it on to a call that would take it. Off by default.",
       make_cancellation_not_forwarded, nullptr, true},
      {"async-unused-suppression", "unused_suppression", warning,
       "A comment silences checks where they find nothing, and would hide the next mistake.",
       make_unused_suppression, nullptr, false, true},
  };
  return kChecks;
}

std::string check_page(const std::string& id) {
  for (const CheckEntry& entry : all_checks()) {
    if (id != entry.id) continue;
    for (const embedded::File& file : embedded::check_pages()) {
      if (file.path == std::string(entry.folder) + "/README.md") return std::string(file.text);
    }
  }
  return "";
}

}  // namespace unblock::lint
