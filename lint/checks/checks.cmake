# One line per check. A test compares this list, checks/list.cc and the folders.
set(check_folders
  blocking_call
  blocking_file_io
  sync_wait
  uv_sync_fs
  unawaited_coroutine
  unawaited_local
  task_dropped_by_callback
  dangling_argument
  lambda_coroutine_capture
  unowned_capture
  buffer_lifetime
  lock_across_suspend
  detached_exception
  uv_handle_lifetime
  uv_request_lifetime
  overlapping_operations
  wrong_thread
  io_object_lifetime
  ownership_cycle
  reference_across_suspend
  throwing_call
  ignored_error_code
  lost_surplus
  generator_iterated_twice
  awaiter_after_publish
  swallowed_cancellation
  await_in_cleanup
  discarded_task
  loop_use
  early_shared_from_this
  await_in_loop
  unnecessary_coroutine
  cancellation_not_forwarded
  unused_suppression)

set(check_sources)
set(check_pages)
foreach(folder IN LISTS check_folders)
  list(APPEND check_sources checks/${folder}/check.cc)
  list(APPEND check_pages ${CMAKE_CURRENT_SOURCE_DIR}/checks/${folder}/README.md)
endforeach()
