# SPDX-License-Identifier: MIT
# A folder is one translation unit: most of what a compiler does for a file of ours is reading the same headers and
# compiling the same templates again, so that a folder takes hardly longer than its largest file. The price: a name outside
# of functions is unique in its folder, anonymous namespaces included.
option(SRL_UNITY "Compile a folder at a time (OFF: each file by itself, for editors and clangd)" ON)

function(srl_unit_per_folder target)
  if(NOT SRL_UNITY)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    cmake_path(GET source PARENT_PATH folder)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
    string(MAKE_C_IDENTIFIER "${folder}" group)
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${group})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()
