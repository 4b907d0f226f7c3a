# What `cmake --install` copies beside what each half installs itself: workers and guests, models, docs, and the package files
# with which a user's project finds all of it. Included last, when every target is known.
#
# Components, each a Debian package (cmake/packaging.cmake): report (unblock, unblock-report), bench and gate (unblock-bench;
# the gate alone needs no worker), lint (unblock-lint and the plugin), dev (the CMake package).
include(CMakePackageConfigHelpers)

set(share "${CMAKE_INSTALL_DATADIR}/unblock")
install(TARGETS unblock RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT report)
unblock_install_manual(unblock COMPONENT report FOLDER "${PROJECT_SOURCE_DIR}/reports/dispatcher/manual")
install(FILES LICENSE README.md CHANGELOG.md DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT report)
install(DIRECTORY docs/ DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT report FILES_MATCHING PATTERN "*.md"
        PATTERN decisions EXCLUDE)

if(UNBLOCK_BENCH)
  # Workers of runtimes, and those written by hand in a library's own idiom.
  get_property(workers GLOBAL PROPERTY UNBLOCK_WORKERS)
  install(TARGETS unblock-target unblock-digest unblock-count-syscalls ${workers} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT bench)
  get_property(guests GLOBAL PROPERTY UNBLOCK_GUEST_LAUNCHERS)
  install(PROGRAMS ${guests} DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT bench)
  install(FILES "${PROJECT_BINARY_DIR}/share/unblock/cells.json" DESTINATION "${share}" COMPONENT bench)
  install(DIRECTORY runtimes/python_asyncio runtimes/node DESTINATION "${share}/guests" COMPONENT bench
          PATTERN __pycache__ EXCLUDE PATTERN CMakeLists.txt EXCLUDE)
  install(TARGETS unblock-bench RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT gate)
  # unblock-bench looks for it at ../lib/unblock, whatever CMAKE_INSTALL_LIBDIR says.
  install(TARGETS unblock-alloc LIBRARY DESTINATION lib/unblock COMPONENT bench)
endif()
if(TARGET unblock_lint)
  install(DIRECTORY lint/libraries/ DESTINATION "${share}/models" COMPONENT lint FILES_MATCHING PATTERN "*.yaml")
endif()

set(package_folder "${CMAKE_INSTALL_DATADIR}/cmake/Unblock")
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/UnblockConfig.cmake.in" "${PROJECT_BINARY_DIR}/UnblockConfig.cmake"
  INSTALL_DESTINATION "${package_folder}" PATH_VARS CMAKE_INSTALL_BINDIR CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/UnblockConfigVersion.cmake" COMPATIBILITY SameMinorVersion
                                 ARCH_INDEPENDENT)
configure_file(cmake/unblock.pc.in "${PROJECT_BINARY_DIR}/unblock.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/UnblockConfig.cmake" "${PROJECT_BINARY_DIR}/UnblockConfigVersion.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/UnblockGate.cmake" "${PROJECT_SOURCE_DIR}/cmake/UnblockLint.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/UnblockWatch.cmake"
  DESTINATION "${package_folder}" COMPONENT dev)
install(FILES "${PROJECT_BINARY_DIR}/unblock.pc" DESTINATION "${CMAKE_INSTALL_DATADIR}/pkgconfig" COMPONENT dev)

# Takes away what the last `cmake --install` of this build folder brought.
add_custom_target(uninstall COMMAND "${CMAKE_COMMAND}" "-DBUILD=${PROJECT_BINARY_DIR}" -P "${PROJECT_SOURCE_DIR}/cmake/uninstall.cmake" VERBATIM)
include(packaging)
