# SPDX-License-Identifier: MIT
# "A new fault is one file": for a folder of files NAME.cpp, each of which defines `const TYPE& PREFIXNAME()` in NAMESPACE
# (srl), this generates the function that returns them all, in the order of the file names. Plain calls instead of static
# initialisers: the linker drops object files of a static library that nobody refers to.
#
#   srl_registry(TARGET srl_sim FOLDER core/sim/faults TYPE Fault HEADER sim/faults/fault.h PREFIX fault_ FUNCTION all_faults)
function(srl_registry)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;FOLDER;TYPE;HEADER;PREFIX;FUNCTION;NAMESPACE" "")
  if(NOT arg_NAMESPACE)
    set(arg_NAMESPACE srl)
  endif()
  set(folder ${PROJECT_SOURCE_DIR}/${arg_FOLDER})
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*.cpp)
  list(SORT files)
  set(declarations "")
  set(entries "")
  foreach(file IN LISTS files)
    cmake_path(GET file STEM name)
    # The type's own file is not an entry.
    if(name MATCHES "^(policy|fault|promise|workload|panel|registry)$")
      continue()
    endif()
    string(APPEND declarations "const ${arg_TYPE}& ${arg_PREFIX}${name}();\n")
    string(APPEND entries "        &${arg_PREFIX}${name}(),\n")
  endforeach()
  if(entries STREQUAL "")
    return()
  endif()

  set(output ${PROJECT_BINARY_DIR}/generated/${arg_FUNCTION}.cpp)
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT
"// Generated from @arg_FOLDER@/*.cpp by scripts/cmake/registry.cmake.
#include \"@arg_HEADER@\"

#include <vector>

namespace @arg_NAMESPACE@ {

@declarations@
std::vector<const @arg_TYPE@*> @arg_FUNCTION@() {
    return {
@entries@    };
}

}  // namespace @arg_NAMESPACE@
")
  target_sources(${arg_TARGET} PRIVATE ${output})
endfunction()
