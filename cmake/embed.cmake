# Data files that travel inside an executable.
#
# unblock_embed(TARGET target NAME name BASE dir FILES file...)
#   adds to `target` the header "<name>.h", which declares
#     namespace unblock::embedded { std::span<const File> <name>(); }
#   where each File has the path relative to BASE and the bytes of the file.
function(unblock_embed)
  cmake_parse_arguments(arg "" "TARGET;NAME;BASE" "FILES" ${ARGN})
  set(dir "${CMAKE_CURRENT_BINARY_DIR}/embedded/${arg_NAME}")
  file(MAKE_DIRECTORY "${dir}")
  set(assembly ".section .rodata\n")
  set(declarations "")
  set(entries "")
  set(index 0)
  foreach(file IN LISTS arg_FILES)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    file(RELATIVE_PATH relative "${arg_BASE}" "${file}")
    set(symbol "unblock_embedded_${arg_NAME}_${index}")
    string(APPEND assembly ".global ${symbol}_begin\n${symbol}_begin:\n.incbin \"${file}\"\n"
                           ".global ${symbol}_end\n${symbol}_end:\n.byte 0\n")
    string(APPEND declarations "extern \"C\" const char ${symbol}_begin[];\nextern \"C\" const char ${symbol}_end[];\n")
    string(APPEND entries
      "    {\"${relative}\", {${symbol}_begin, static_cast<std::size_t>(${symbol}_end - ${symbol}_begin)}},\n")
    list(APPEND absolute "${file}")
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND assembly ".section .note.GNU-stack,\"\",@progbits\n")
  file(CONFIGURE OUTPUT "${dir}/${arg_NAME}.S" CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT "${dir}/${arg_NAME}.h" CONTENT
"#pragma once
#include <span>
#include <string_view>
#include \"cmake/embedded_file.h\"
namespace unblock::embedded { std::span<const File> ${arg_NAME}(); }
" @ONLY)
  file(CONFIGURE OUTPUT "${dir}/${arg_NAME}.cc" CONTENT
"#include \"${arg_NAME}.h\"
${declarations}
namespace unblock::embedded {
std::span<const File> ${arg_NAME}() {
  static const File files[] = {
${entries}  };
  return files;
}
}  // namespace unblock::embedded
" @ONLY)
  set_source_files_properties("${dir}/${arg_NAME}.S" PROPERTIES OBJECT_DEPENDS "${absolute}")
  target_sources(${arg_TARGET} PRIVATE "${dir}/${arg_NAME}.S" "${dir}/${arg_NAME}.cc")
  target_include_directories(${arg_TARGET} PUBLIC "${dir}")
endfunction()
