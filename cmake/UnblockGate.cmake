# unblock_add_gate(TARGET target [BASELINE program] [MARGIN 5%] [TIME_BUDGET 5m] [FILTER regex] [UNDECIDED 0|1|3]
#                  [COUNTERS NAME=KIND...] [ARGS argument...])
#
# Gates a Google Benchmark executable: adds the CTest test `gate.<target>`, and the build target `gate_<target>` that
# builds the benchmark and runs the gate with its output on the terminal.
#
# BASELINE is the program to compare with, by default ${UNBLOCK_BASELINE_DIR}/<file name of the target>. While there is no
# such program the test is skipped, not failed; it is skipped too when the gate stays undecided and nothing looks slower,
# unless UNDECIDED says otherwise. Markdown, JUnit and JSON are written to <current build folder>/gate/<target>.{md,xml,json}.
# ARGS are handed on to `unblock bench gate` as they are.
include_guard()

set(UNBLOCK_BASELINE_DIR "${CMAKE_BINARY_DIR}/baseline" CACHE PATH "Where unblock_add_gate looks for baseline programs")

function(unblock_add_gate)
  cmake_parse_arguments(arg "" "TARGET;BASELINE;MARGIN;TIME_BUDGET;FILTER;UNDECIDED" "COUNTERS;ARGS" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "unblock_add_gate: '${arg_UNPARSED_ARGUMENTS}' is not understood")
  endif()
  if(NOT arg_TARGET OR NOT TARGET "${arg_TARGET}")
    message(FATAL_ERROR "unblock_add_gate: TARGET must name a target that exists, not '${arg_TARGET}'")
  endif()
  if(NOT arg_BASELINE)
    set(arg_BASELINE "${UNBLOCK_BASELINE_DIR}/$<TARGET_FILE_NAME:${arg_TARGET}>")
  endif()
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/gate")
  file(MAKE_DIRECTORY "${folder}")
  set(command "$<TARGET_FILE:Unblock::bench>" gate --baseline "${arg_BASELINE}" --candidate "$<TARGET_FILE:${arg_TARGET}>"
    --also "markdown=${folder}/${arg_TARGET}.md" --also "junit=${folder}/${arg_TARGET}.xml"
    --also "json=${folder}/${arg_TARGET}.json")
  foreach(option IN ITEMS MARGIN TIME_BUDGET FILTER UNDECIDED)
    if(DEFINED arg_${option})
      string(TOLOWER "--${option}" flag)
      string(REPLACE "_" "-" flag "${flag}")
      list(APPEND command ${flag} "${arg_${option}}")
    endif()
  endforeach()
  foreach(counter IN LISTS arg_COUNTERS)
    list(APPEND command --counter "${counter}")
  endforeach()
  list(APPEND command ${arg_ARGS})

  # From the source folder, so that its .unblock.yaml is found.
  add_test(NAME gate.${arg_TARGET} COMMAND ${command} WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  set_tests_properties(gate.${arg_TARGET} PROPERTIES
    LABELS gate
    RUN_SERIAL ON
    TIMEOUT 86400
    SKIP_RETURN_CODE 3
    SKIP_REGULAR_EXPRESSION "^unblock bench: the baseline '[^']*' does not exist")
  add_custom_target(gate_${arg_TARGET} COMMAND ${command} WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    DEPENDS ${arg_TARGET} USES_TERMINAL VERBATIM)
endfunction()
