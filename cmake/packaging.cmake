# `cpack -G DEB` in a build folder makes the Debian packages, one for each part that people install alone.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME unblock)
set(CPACK_PACKAGE_VENDOR Unblock)
set(CPACK_PACKAGE_CONTACT "Unblock developers <unblock@example.org>")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

# unblock_deb(group PACKAGE name TITLE line TEXT description COMPONENTS ... [DEPENDS ...])
macro(unblock_deb group)
  cmake_parse_arguments(deb "" "PACKAGE;TITLE;TEXT" "COMPONENTS;DEPENDS" ${ARGN})
  string(TOUPPER "${group}" upper)
  list(APPEND deb_groups ${group})
  list(APPEND deb_components ${deb_COMPONENTS})
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME "${deb_PACKAGE}")
  set(CPACK_COMPONENT_${upper}_DESCRIPTION "${deb_TITLE}\n${deb_TEXT}")
  set(CPACK_DEBIAN_${upper}_DESCRIPTION "${deb_TITLE}\n${deb_TEXT}")
  list(JOIN deb_DEPENDS ", " CPACK_DEBIAN_${upper}_PACKAGE_DEPENDS)
  foreach(component IN LISTS deb_COMPONENTS)
    string(TOUPPER "${component}" component_upper)
    set(CPACK_COMPONENT_${component_upper}_GROUP ${group})
  endforeach()
  unblock_deb_documents("${deb_PACKAGE}" ${deb_COMPONENTS})
endmacro()

# Debian's policy asks for these two in each package.
function(unblock_deb_documents package component)
  set(folder "${PROJECT_BINARY_DIR}/packaging/${package}")
  file(MAKE_DIRECTORY "${folder}")
  file(READ "${PROJECT_SOURCE_DIR}/LICENSE" licence)
  file(WRITE "${folder}/copyright" "${licence}")
  string(TIMESTAMP date "%a, %d %b %Y 00:00:00 +0000" UTC)
  file(WRITE "${folder}/changelog" "unblock (${PROJECT_VERSION}) stable; urgency=medium\n\n  * See /usr/share/doc/unblock/CHANGELOG.md.\n\n"
       " -- Unblock developers <unblock@example.org>  ${date}\n")
  execute_process(COMMAND gzip -9nf "${folder}/changelog")
  install(FILES "${folder}/copyright" "${folder}/changelog.gz" DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/${package}" COMPONENT ${component})
endfunction()

unblock_deb(report PACKAGE unblock TITLE "benchmarks and lint for async C++: the command and the reports"
  TEXT "The command unblock, which runs the other programs, and unblock-report, which\n turns benchmark results and findings into one HTML page, Markdown, JUnit, CSV or\n SARIF."
  COMPONENTS report)
if(UNBLOCK_BENCH)
  unblock_deb(bench PACKAGE unblock-bench TITLE "benchmarks of async runtimes, and a regression gate"
    TEXT "Times the same I/O-bound work on blocking calls, threads, Boost.Asio, libuv,\n epoll, Python's asyncio and Node, and compares two programs in interleaved runs."
    COMPONENTS gate bench DEPENDS "unblock (= ${PROJECT_VERSION})" libcurl4)
endif()
if(TARGET unblock_lint)
  unblock_deb(lint PACKAGE unblock-lint TITLE "finds blocking calls and lost coroutines in async C++"
    TEXT "A linter and a clang-tidy plugin that flag calls which block an event loop,\n through whole call chains, and coroutines that are never awaited."
    COMPONENTS lint DEPENDS "unblock (= ${PROJECT_VERSION})")
endif()
if(TARGET unblock-watch)
  unblock_deb(watch PACKAGE unblock-watch TITLE "shows where the event loops of a running program stand still"
    TEXT "Runs a program unchanged, notices each time one of its event loops stands\n still, and says where, for how long, and whether it was parked or computing."
    COMPONENTS watch DEPENDS "unblock (= ${PROJECT_VERSION})")
endif()
unblock_deb(dev PACKAGE libunblock-dev TITLE "CMake package of Unblock"
  TEXT "find_package(Unblock) with unblock_add_gate() and unblock_add_lint()." COMPONENTS dev)
set(CPACK_COMPONENTS_ALL ${deb_components})
include(CPack)
