# Finding what Debian ships. What is missing is named with its package, at once or in the summary, never in silence.
find_package(PkgConfig QUIET)

# unblock_require_package(Name debian-package [args of find_package]): stops with the package to install.
macro(unblock_require_package name debian)
  find_package(${name} ${ARGN} QUIET)
  if(NOT ${name}_FOUND)
    message(FATAL_ERROR "${name} is missing: apt-get install ${debian}")
  endif()
endmacro()

# unblock_skip("what" "why"): remembers a part that is left out, for unblock_report_skipped().
function(unblock_skip what why)
  set_property(GLOBAL APPEND PROPERTY UNBLOCK_SKIPPED "${what}: ${why}")
endfunction()

function(unblock_report_skipped)
  get_property(skipped GLOBAL PROPERTY UNBLOCK_SKIPPED)
  foreach(line IN LISTS skipped)
    message(STATUS "Left out: ${line}")
  endforeach()
endfunction()
