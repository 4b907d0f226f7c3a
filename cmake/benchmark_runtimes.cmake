# add_runtime(name TYPE ClassName [LOOP] [HEADER path] [LIBRARIES ...] [DEFINITIONS ...])
#   declares a runtime: its worker `unblock-worker-<name>` and its contract test; LOOP: it posts, cancels and offloads, and
#   that is tested too. HEADER defaults to runtimes/<name>/<name>.h.
function(add_runtime name)
  cmake_parse_arguments(arg "LOOP" "TYPE;HEADER" "LIBRARIES;DEFINITIONS" ${ARGN})
  if(NOT arg_HEADER)
    set(arg_HEADER "runtimes/${name}/${name}.h")
  endif()
  add_library(unblock_runtime_${name} INTERFACE)
  target_link_libraries(unblock_runtime_${name} INTERFACE unblock_options ${arg_LIBRARIES})
  target_compile_definitions(unblock_runtime_${name} INTERFACE
    UNBLOCK_RUNTIME_NAME="${name}" UNBLOCK_RUNTIME_TYPE=${arg_TYPE} UNBLOCK_RUNTIME_HEADER="${arg_HEADER}"
    ${arg_DEFINITIONS})
  set_property(GLOBAL APPEND PROPERTY UNBLOCK_RUNTIMES ${name})
  set(tests contract_test.cc)
  if(arg_LOOP)
    list(APPEND tests loop_contract_test.cc)
  endif()
  unblock_add_test(runtime_${name}_test SOURCES ${tests} LIBS unblock_runtime_${name})
endfunction()
