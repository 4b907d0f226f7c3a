# Guests: runtimes in other languages, as launchers in the bin folder that speak the worker protocol (docs/worker-protocol.md).
# They are written whether or not the interpreter is there: without it, --unblock_describe says what to install.
set(UNBLOCK_PYTHON /usr/bin/python3 CACHE FILEPATH "Python of the guests; Debian's, because its libraries are packages")
set(UNBLOCK_NODE /usr/bin/node CACHE FILEPATH "Node of the guests")
set(cells "${PROJECT_BINARY_DIR}/share/unblock/cells.json")

# The guests run the workloads and arguments that the C++ workers describe: one table, written by one of them.
add_custom_command(OUTPUT "${cells}"
  COMMAND "${CMAKE_COMMAND}" -E make_directory "${PROJECT_BINARY_DIR}/share/unblock"
  COMMAND unblock-worker-epoll --unblock_describe > "${cells}.part"
  COMMAND "${CMAKE_COMMAND}" -E rename "${cells}.part" "${cells}"
  DEPENDS unblock-worker-epoll VERBATIM)
add_custom_target(guest-cells ALL DEPENDS "${cells}")
add_dependencies(guest-cells unblock-count-syscalls unblock-digest unblock-target)

# unblock_add_guest(name INTERPRETER path PACKAGE debian-package SCRIPT file [FLAGS ...])
function(unblock_add_guest guest)
  cmake_parse_arguments(arg "" "INTERPRETER;PACKAGE;SCRIPT" "FLAGS" ${ARGN})
  set(interpreter "${arg_INTERPRETER}")
  set(package "${arg_PACKAGE}")
  set(script "${arg_SCRIPT}")
  list(JOIN arg_FLAGS " " interpreter_flags)
  # One launcher for the build tree, one for what is installed: they differ in where the scripts are.
  set(share "${PROJECT_BINARY_DIR}/share/unblock")
  set(scripts "${CMAKE_CURRENT_SOURCE_DIR}")
  configure_file(launcher.sh.in "${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/unblock-worker-${guest}" @ONLY USE_SOURCE_PERMISSIONS)
  set(share "$UNBLOCK_BIN/../${CMAKE_INSTALL_DATADIR}/unblock")
  set(scripts "$share/guests")
  configure_file(launcher.sh.in "${PROJECT_BINARY_DIR}/installed/unblock-worker-${guest}" @ONLY USE_SOURCE_PERMISSIONS)
  set_property(GLOBAL APPEND PROPERTY UNBLOCK_GUEST_LAUNCHERS "${PROJECT_BINARY_DIR}/installed/unblock-worker-${guest}")
endfunction()

# Compiled modules go to the cache, not beside the sources.
foreach(guest IN ITEMS python_asyncio python_uvloop python_httpx python_aiohttp python_requests)
  unblock_add_guest(${guest} INTERPRETER "${UNBLOCK_PYTHON}" PACKAGE python3 SCRIPT python_asyncio/main.py
                    FLAGS -X [["pycache_prefix=$cache/pycache"]])
endforeach()
foreach(guest IN ITEMS node node_http)
  unblock_add_guest(${guest} INTERPRETER "${UNBLOCK_NODE}" PACKAGE nodejs SCRIPT node/main.mjs)
endforeach()

if(UNBLOCK_TESTS)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  # unblock_add_guest_test(name script [args ...])
  function(unblock_add_guest_test name script)
    add_test(NAME guests.${name} COMMAND "${Python3_EXECUTABLE}" "${PROJECT_SOURCE_DIR}/tests/guests/${script}" ${ARGN})
    set_tests_properties(guests.${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600
                         ENVIRONMENT "UNBLOCK_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  endfunction()
  foreach(guest IN ITEMS python_asyncio python_uvloop python_httpx python_aiohttp python_requests node node_http)
    unblock_add_guest_test(${guest} worker_test.py ${guest})
  endforeach()
  unblock_add_guest_test(page_example page_example_test.py)
endif()
