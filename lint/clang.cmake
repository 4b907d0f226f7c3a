# Clang's libraries, as the target unblock_clang; none where they are missing, which is said. Its users choose what of them they link.
# The one place that names the LLVM release. The plugin works with clang-tidy of exactly this one.
set(UNBLOCK_LLVM_MAJOR 22)
include_guard(GLOBAL)

find_program(UNBLOCK_LLVM_CONFIG NAMES llvm-config-${UNBLOCK_LLVM_MAJOR})
if(NOT UNBLOCK_LLVM_CONFIG)
  unblock_skip("the linter" "llvm-config-${UNBLOCK_LLVM_MAJOR} is missing: apt-get install llvm-${UNBLOCK_LLVM_MAJOR}-dev")
  return()
endif()
execute_process(COMMAND ${UNBLOCK_LLVM_CONFIG} --prefix OUTPUT_VARIABLE llvm_prefix OUTPUT_STRIP_TRAILING_WHITESPACE)
execute_process(COMMAND ${UNBLOCK_LLVM_CONFIG} --version OUTPUT_VARIABLE llvm_version OUTPUT_STRIP_TRAILING_WHITESPACE)
find_library(UNBLOCK_CLANG_TIDY_LIBRARY clangTidy PATHS ${llvm_prefix}/lib NO_DEFAULT_PATH)
find_library(UNBLOCK_CLANG_LIBRARY clang-cpp PATHS ${llvm_prefix}/lib NO_DEFAULT_PATH)
find_library(UNBLOCK_LLVM_LIBRARY LLVM PATHS ${llvm_prefix}/lib NO_DEFAULT_PATH)
if(NOT UNBLOCK_CLANG_TIDY_LIBRARY OR NOT UNBLOCK_CLANG_LIBRARY OR NOT UNBLOCK_LLVM_LIBRARY)
  unblock_skip("the linter"
    "Clang's libraries are missing: apt-get install libclang-${UNBLOCK_LLVM_MAJOR}-dev libclang-cpp${UNBLOCK_LLVM_MAJOR}-dev")
  return()
endif()

add_library(unblock_clang INTERFACE)
# After the compiler's own folders: LLVM's may hold libc++abi's cxxabi.h (libc++-22-dev), which is not g++'s.
target_compile_options(unblock_clang INTERFACE "SHELL:-idirafter ${llvm_prefix}/include")
# g++ 12 with -O2 sees null pointers and short arrays in Clang's own inline functions.
target_compile_options(unblock_clang INTERFACE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-nonnull -Wno-array-bounds>)
target_compile_definitions(unblock_clang INTERFACE UNBLOCK_LLVM_MAJOR=${UNBLOCK_LLVM_MAJOR} UNBLOCK_LLVM_VERSION="${llvm_version}"
                           UNBLOCK_LLVM_PREFIX="${llvm_prefix}")
