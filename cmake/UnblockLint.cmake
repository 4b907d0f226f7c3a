# unblock_add_lint(TARGET target [CHECKS globs] [ARGS argument...])
#
# Lints the C and C++ sources of a target: adds the CTest test `lint.<target>`, and the build target `lint_<target>` that
# prints the findings on the terminal. The test fails on findings. ARGS are handed on to `unblock lint` as they are.
# The compile database is the build folder's own; the target is added to it.
include_guard()

function(unblock_add_lint)
  cmake_parse_arguments(arg "" "TARGET;CHECKS" "ARGS" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "unblock_add_lint: '${arg_UNPARSED_ARGUMENTS}' is not understood")
  endif()
  if(NOT arg_TARGET OR NOT TARGET "${arg_TARGET}")
    message(FATAL_ERROR "unblock_add_lint: TARGET must name a target that exists, not '${arg_TARGET}'")
  endif()
  set_target_properties("${arg_TARGET}" PROPERTIES EXPORT_COMPILE_COMMANDS ON)
  get_target_property(folder "${arg_TARGET}" SOURCE_DIR)
  set(sources "$<FILTER:$<TARGET_PROPERTY:${arg_TARGET},SOURCES>,INCLUDE,[.](c|cc|cpp|cxx|c[+][+]|C)$>")
  set(command "$<TARGET_FILE:Unblock::lint>" -p "${CMAKE_BINARY_DIR}" --quiet)
  if(DEFINED arg_CHECKS)
    list(APPEND command "--checks=${arg_CHECKS}")
  endif()
  list(APPEND command ${arg_ARGS} "${sources}")
  add_test(NAME lint.${arg_TARGET} COMMAND ${command} WORKING_DIRECTORY "${folder}" COMMAND_EXPAND_LISTS)
  set_tests_properties(lint.${arg_TARGET} PROPERTIES LABELS lint)
  add_custom_target(lint_${arg_TARGET} COMMAND ${command} WORKING_DIRECTORY "${folder}" COMMAND_EXPAND_LISTS VERBATIM)
endfunction()
