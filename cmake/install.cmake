# What `cmake --install` copies beside what the linter and the reports install themselves: the bench half, and the package
# files with which a user's project finds all of it. Included last, when every target is known.
include(CMakePackageConfigHelpers)

set(programs unblock-target)
get_property(runtimes GLOBAL PROPERTY UNBLOCK_RUNTIMES)
foreach(runtime IN LISTS runtimes)
  list(APPEND programs unblock-worker-${runtime})
endforeach()
foreach(program IN ITEMS unblock LISTS programs)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  endif()
endforeach()
# Component gate: all that a project needs whose own benchmarks are gated.
if(TARGET unblock-bench)
  install(TARGETS unblock-bench RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT gate)
endif()
if(TARGET unblock-alloc)
  # Beside bin, in lib itself: unblock-bench looks for it at ../lib, whatever CMAKE_INSTALL_LIBDIR says.
  install(TARGETS unblock-alloc LIBRARY DESTINATION lib)
endif()

set(package_folder "${CMAKE_INSTALL_DATADIR}/cmake/Unblock")
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/UnblockConfig.cmake.in" "${PROJECT_BINARY_DIR}/UnblockConfig.cmake"
  INSTALL_DESTINATION "${package_folder}" PATH_VARS CMAKE_INSTALL_BINDIR)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/UnblockConfigVersion.cmake" COMPATIBILITY SameMinorVersion
                                 ARCH_INDEPENDENT)
install(FILES "${PROJECT_BINARY_DIR}/UnblockConfig.cmake" "${PROJECT_BINARY_DIR}/UnblockConfigVersion.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/UnblockGate.cmake" DESTINATION "${package_folder}" COMPONENT gate)
