# SPDX-License-Identifier: MIT
# The names of the entries in a registry's folder: its files', without the one that holds the type.
function(srl_registry_names result folder)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  list(SORT files)
  set(names "")
  foreach(file IN LISTS files)
    cmake_path(GET file STEM name)
    if(NOT name MATCHES "^([a-z]+_policy|fault|promise|workload|panel|registry)$")
      list(APPEND names ${name})
    endif()
  endforeach()
  set(${result} ${names} PARENT_SCOPE)
endfunction()

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
  srl_registry_names(names ${arg_FOLDER})
  set(declarations "")
  set(entries "")
  foreach(name IN LISTS names)
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

# Metrics tell the kinds of jobs apart, and have closed sets of labels: a header with all their names.
function(srl_job_names target)
  srl_registry_names(task_jobs core/model/task_jobs)
  srl_registry_names(chores core/service/chores)
  list(APPEND task_jobs ${chores})
  list(JOIN task_jobs "|" names)
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/observe/job_names.h @ONLY CONTENT
"// Generated from core/model/task_jobs/ and core/service/chores/ by scripts/cmake/registry.cmake.
#pragma once

#include <string_view>

namespace srl {
inline constexpr std::string_view kJobNames = \"@names@\";
}  // namespace srl
")
  target_include_directories(${target} PRIVATE ${PROJECT_BINARY_DIR}/generated)
endfunction()
