# unblock_wrap_for_watch(target): whoever links the target lets libunblock-watch.a stand before liburing's waits. Those of libc it replaces.
include_guard()

function(unblock_wrap_for_watch target)
  foreach(call IN ITEMS __io_uring_get_cqe io_uring_wait_cqes io_uring_wait_cqe_timeout io_uring_submit_and_wait io_uring_submit_and_wait_timeout)
    target_link_options(${target} INTERFACE "LINKER:--wrap=${call}")
  endforeach()
endfunction()
