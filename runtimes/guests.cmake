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

# unblock_add_guest(name PROGRAM path PACKAGE debian-package [ARGUMENTS ...]): a launcher of PROGRAM, an interpreter or what a
# compiler of another language makes. Both are words of the launcher's shell, which knows $share, $scripts and $compiled.
function(unblock_add_guest guest)
  cmake_parse_arguments(arg "" "PROGRAM;PACKAGE" "ARGUMENTS" ${ARGN})
  set(interpreter "${arg_PROGRAM}")
  set(package "${arg_PACKAGE}")
  list(JOIN arg_ARGUMENTS " " leading_arguments)
  # One launcher for the build tree, one for what is installed: they differ in where the scripts are.
  set(share "${PROJECT_BINARY_DIR}/share/unblock")
  set(scripts "${CMAKE_CURRENT_SOURCE_DIR}")
  set(compiled "${PROJECT_BINARY_DIR}/lib/unblock/guests")
  configure_file(launcher.sh.in "${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/unblock-worker-${guest}" @ONLY USE_SOURCE_PERMISSIONS)
  set(share "$UNBLOCK_BIN/../${CMAKE_INSTALL_DATADIR}/unblock")
  set(scripts "$share/guests")
  set(compiled "$UNBLOCK_BIN/../lib/unblock/guests")
  configure_file(launcher.sh.in "${PROJECT_BINARY_DIR}/installed/unblock-worker-${guest}" @ONLY USE_SOURCE_PERMISSIONS)
  set_property(GLOBAL APPEND PROPERTY UNBLOCK_GUEST_LAUNCHERS "${PROJECT_BINARY_DIR}/installed/unblock-worker-${guest}")
  set_property(GLOBAL APPEND PROPERTY UNBLOCK_GUESTS ${guest})
endfunction()

# Compiled modules go to the cache, not beside the sources.
foreach(guest IN ITEMS python_asyncio python_uvloop python_httpx python_aiohttp python_requests)
  unblock_add_guest(${guest} PROGRAM "'${UNBLOCK_PYTHON}'" PACKAGE python3
    ARGUMENTS -X [["pycache_prefix=$cache/pycache"]] [["$scripts/python_asyncio/main.py"]])
endforeach()
foreach(guest IN ITEMS node node_http)
  unblock_add_guest(${guest} PROGRAM "'${UNBLOCK_NODE}'" PACKAGE nodejs ARGUMENTS [["$scripts/node/main.mjs"]])
endforeach()

# Compiled guests are built where their compiler is installed; quickstart does not install it, because it would take longer than
# the benchmark.
set(UNBLOCK_GO /usr/bin/go CACHE FILEPATH "Go of the guest")
set(go_worker "${PROJECT_BINARY_DIR}/lib/unblock/guests/go")
unblock_add_guest(go PROGRAM [["$compiled/go"]] PACKAGE "golang-go, then build again")
if(EXISTS "${UNBLOCK_GO}")
  file(GLOB_RECURSE go_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/go/*.go" "${CMAKE_CURRENT_SOURCE_DIR}/go/go.mod")
  add_custom_command(OUTPUT "${go_worker}"
    COMMAND "${CMAKE_COMMAND}" -E env GOCACHE=${PROJECT_BINARY_DIR}/guests/go GOPROXY=off GOFLAGS=
            "${UNBLOCK_GO}" build -trimpath "-ldflags=-s -w" -o "${go_worker}" .
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}/go" DEPENDS ${go_sources} COMMENT "Building the Go guest" VERBATIM)
  add_custom_target(guest-go ALL DEPENDS "${go_worker}")
  add_dependencies(guest-go guest-cells)
  install(PROGRAMS "${go_worker}" DESTINATION lib/unblock/guests COMPONENT bench)
else()
  unblock_skip("guest go" "apt-get install golang-go")
endif()

# Crates come from Debian's packages, never from the network.
set(UNBLOCK_CARGO /usr/bin/cargo CACHE FILEPATH "Cargo of the tokio guests")
set(UNBLOCK_CRATES /usr/share/cargo/registry CACHE PATH "Where Debian puts crates")
set(tokio_folder "${PROJECT_BINARY_DIR}/guests/tokio")
set(tokio_worker "${PROJECT_BINARY_DIR}/lib/unblock/guests/tokio")
foreach(guest IN ITEMS tokio tokio_multi)
  unblock_add_guest(${guest} PROGRAM [["$compiled/tokio"]]
                    PACKAGE "cargo librust-tokio-dev librust-hyper-dev librust-serde-json-dev librust-regex-dev, then build again")
endforeach()
file(GLOB tokio_crate "${UNBLOCK_CRATES}/tokio-1.*")
file(GLOB tokio_others "${UNBLOCK_CRATES}/hyper-0.14.*" "${UNBLOCK_CRATES}/serde_json-1.*" "${UNBLOCK_CRATES}/regex-1.*")
list(LENGTH tokio_others tokio_others_found)
if(EXISTS "${UNBLOCK_CARGO}" AND tokio_crate AND tokio_others_found GREATER_EQUAL 3)
  configure_file(tokio/Cargo.toml.in "${tokio_folder}/Cargo.toml" @ONLY)
  file(GLOB_RECURSE tokio_sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/tokio/src/*.rs")
  string(REGEX REPLACE ".*/tokio-" "" tokio_version "${tokio_crate}")
  # Optimized code takes a minute more to compile, and tests time nothing.
  set(tokio_profile "$<IF:$<CONFIG:Debug>,debug,release>")
  add_custom_command(OUTPUT "${tokio_worker}"
    COMMAND "${CMAKE_COMMAND}" -E env UNBLOCK_TOKIO=${tokio_version} RUSTC=/usr/bin/rustc
            "${UNBLOCK_CARGO}" build "$<$<NOT:$<CONFIG:Debug>>:--release>" --offline --quiet --config "source.crates-io.replace-with='debian'"
            --config "source.debian.directory='${UNBLOCK_CRATES}'"
    COMMAND "${CMAKE_COMMAND}" -E copy target/${tokio_profile}/worker "${tokio_worker}"
    WORKING_DIRECTORY "${tokio_folder}" DEPENDS ${tokio_sources} "${tokio_folder}/Cargo.toml" COMMENT "Building the tokio guests" COMMAND_EXPAND_LISTS VERBATIM)
  add_custom_target(guest-tokio ALL DEPENDS "${tokio_worker}")
  add_dependencies(guest-tokio guest-cells)
  install(PROGRAMS "${tokio_worker}" DESTINATION lib/unblock/guests COMPONENT bench)
else()
  unblock_skip("guests tokio and tokio_multi" "apt-get install cargo librust-tokio-dev librust-hyper-dev librust-serde-json-dev librust-regex-dev")
endif()

if(UNBLOCK_TESTS)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  # unblock_add_guest_test(name script [args ...])
  function(unblock_add_guest_test name script)
    add_test(NAME guests.${name} COMMAND "${Python3_EXECUTABLE}" "${PROJECT_SOURCE_DIR}/tests/guests/${script}" ${ARGN})
    set_tests_properties(guests.${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600
                         ENVIRONMENT "UNBLOCK_BIN=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  endfunction()
  get_property(guests GLOBAL PROPERTY UNBLOCK_GUESTS)
  foreach(guest IN LISTS guests)
    unblock_add_guest_test(${guest} worker_test.py ${guest})
  endforeach()
  unblock_add_guest_test(page_example page_example_test.py)
endif()
