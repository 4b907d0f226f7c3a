# One place for the language level, the warnings and the sanitizers. Every target of ours links `unblock_options`.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

add_library(unblock_options INTERFACE)
target_include_directories(unblock_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(unblock_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic>
  # g++ 12 sees overlapping copies in its own std::string (GCC bug 105651).
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wshadow=local -Wno-restrict>
  # libstdc++ 12's stable_sort calls a function that it marks as deprecated itself, and clang++ says so in our code.
  $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-deprecated-declarations>)
if(UNBLOCK_WERROR)
  target_compile_options(unblock_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Werror>)
endif()
if(UNBLOCK_SANITIZE)
  target_compile_options(unblock_options INTERFACE -fsanitize=${UNBLOCK_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all)
  target_link_options(unblock_options INTERFACE -fsanitize=${UNBLOCK_SANITIZE})
endif()
target_compile_definitions(unblock_options INTERFACE UNBLOCK_VERSION="${PROJECT_VERSION}")
# The linter's programs hold much of Clang: GNU ld takes 4.4 s for each, gold, which comes with it, 0.7 s.
find_program(UNBLOCK_GOLD ld.gold)
if(UNBLOCK_GOLD)
  add_link_options(-fuse-ld=gold)
endif()
find_package(Threads REQUIRED)
target_link_libraries(unblock_options INTERFACE Threads::Threads)

# unblock_compile_quickly(target...): in a release, -O1 for what is neither measured nor busy. A file that reads JSON takes 7.5 s
# of CPU with -O2 and 5 s with -O1.
function(unblock_compile_quickly)
  foreach(target IN LISTS ARGN)
    if(TARGET ${target})
      target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
    endif()
  endforeach()
endfunction()

# unblock_compile_in_batches(target...): with UNBLOCK_UNITY, the files of a target are compiled as one, and what they all include is read once.
# Half of the CPU of a build from nothing; worse when one file changes, so not in the preset `dev`. Names in unnamed namespaces must
# differ within a target. clang-tidy looks at smaller batches, with another CMAKE_UNITY_BUILD_BATCH_SIZE.
set(CMAKE_UNITY_BUILD_BATCH_SIZE 0 CACHE STRING "With UNBLOCK_UNITY: files of one batch, 0 for all of a target")
function(unblock_compile_in_batches)
  foreach(target IN LISTS ARGN)
    if(UNBLOCK_UNITY AND TARGET ${target})
      set_target_properties(${target} PROPERTIES UNITY_BUILD ON)
    endif()
  endforeach()
endfunction()

# unblock_add_test(name SOURCES a_test.cc ... LIBS lib ...): one GoogleTest executable, each of its cases a CTest test.
# Its label is the top-level folder it stands in; `tests_in_<folder>` builds all of them.
function(unblock_add_test name)
  if(NOT UNBLOCK_TESTS)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE unblock_options ${arg_LIBS} GTest::gtest_main)
  file(RELATIVE_PATH folder "${PROJECT_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  string(REGEX REPLACE "/.*" "" folder "${folder}")
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 DISCOVERY_MODE PRE_TEST PROPERTIES LABELS ${folder})
  if(NOT TARGET tests_in_${folder})
    add_custom_target(tests_in_${folder})
  endif()
  add_dependencies(tests_in_${folder} ${name})
endfunction()
