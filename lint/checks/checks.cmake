# One line per check. A test compares this list, checks/list.cc and the folders.
set(check_folders
  blocking_call
  blocking_file_io
  unawaited_coroutine)

set(check_sources)
set(check_pages)
foreach(folder IN LISTS check_folders)
  list(APPEND check_sources checks/${folder}/check.cc)
  list(APPEND check_pages ${CMAKE_CURRENT_SOURCE_DIR}/checks/${folder}/README.md)
endforeach()
