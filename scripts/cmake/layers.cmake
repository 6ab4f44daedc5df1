# SPDX-License-Identifier: MIT

# A folder of core/ as a library. A folder with headers alone is an INTERFACE library. The others' files stand in SRL_LAYERS.
function(srl_layer folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINKS;PRIVATE_LINKS")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/core/${folder}/*.cpp)
  if(sources)
    add_library(srl_${folder} STATIC ${sources})
    target_include_directories(srl_${folder} PUBLIC ${PROJECT_SOURCE_DIR}/core)
    target_link_libraries(srl_${folder} PUBLIC ${arg_LINKS} PRIVATE srl_flags srl_no_exceptions ${arg_PRIVATE_LINKS})
    srl_unit_per_folder(srl_${folder})
    set_property(GLOBAL APPEND PROPERTY SRL_LAYERS $<TARGET_FILE:srl_${folder}>)
  else()
    add_library(srl_${folder} INTERFACE)
    target_include_directories(srl_${folder} INTERFACE ${PROJECT_SOURCE_DIR}/core)
    target_link_libraries(srl_${folder} INTERFACE ${arg_LINKS})
  endif()
endfunction()

# A folder of web/ that knows neither the browser nor ImGui, as a library.
function(srl_web_layer folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINKS")
  srl_sources(sources web/${folder})
  add_library(srl_web_${folder} STATIC ${sources})
  target_include_directories(srl_web_${folder} PUBLIC ${PROJECT_SOURCE_DIR}/web)
  target_link_libraries(srl_web_${folder} PUBLIC ${arg_LINKS} PRIVATE srl_flags srl_no_exceptions)
  if(EMSCRIPTEN)
    target_compile_options(srl_web_${folder} PRIVATE -Oz)  # as all of web/
  endif()
  srl_unit_per_folder(srl_web_${folder})
endfunction()

# All .cpp files below a folder of the repository, except those below the named subfolders.
function(srl_sources result folder)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "EXCEPT")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cpp)
  foreach(except IN LISTS arg_EXCEPT)
    list(FILTER sources EXCLUDE REGEX "^${PROJECT_SOURCE_DIR}/${folder}/${except}/")
  endforeach()
  set(${result} ${sources} PARENT_SCOPE)
endfunction()
