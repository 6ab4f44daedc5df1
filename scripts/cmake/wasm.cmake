# SPDX-License-Identifier: MIT
# WASM programs: app.js + app.wasm (the browser's; scripts/build puts them into build/web) and build/wasm/srl_sim.js (the
# simulation under Node, which the tests compare with the native one). The same flags go for Emscripten 3.1.6 to 6.x:
# TOTAL_STACK is the one name for the stack's size that all of them know; heap views must be exported by name.
set(common_link_options
  -sTOTAL_STACK=1048576
  -sINITIAL_MEMORY=33554432
  -sALLOW_MEMORY_GROWTH=1)

add_custom_target(product)
add_custom_target(checks)

srl_sources(web_sources web EXCEPT app live)
if(web_sources)
  file(GLOB_RECURSE js_libraries CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/web/*.js)
  add_executable(app ${web_sources})
  target_include_directories(app PRIVATE ${PROJECT_SOURCE_DIR}/web)
  target_compile_definitions(app PRIVATE SRL_VERSION="${PROJECT_VERSION}")
  target_link_libraries(app PRIVATE srl_web_live srl_imgui srl_flags srl_no_exceptions)
  # Where it draws, -Oz: a frame takes as long as before, and the download is smaller.
  target_compile_options(app PRIVATE -Oz)
  target_link_options(app PRIVATE ${common_link_options}
    -Oz
    -sENVIRONMENT=web,worker
    -sMODULARIZE=1
    -sEXPORT_NAME=createSrl
    -sFILESYSTEM=0
    -sMALLOC=emmalloc
    -sMIN_WEBGL_VERSION=2
    -sMAX_WEBGL_VERSION=2
    # WebGL 2 has all that we use, and every browser that has it decodes text: no code for the others.
    -sTEXTDECODER=2
    -sGL_SUPPORT_AUTOMATIC_ENABLE_EXTENSIONS=0
    -sGL_SUPPORT_SIMPLE_ENABLE_EXTENSIONS=0
    -sGL_EXTENSIONS_IN_PREFIXED_FORMAT=0
    -sGL_TRACK_ERRORS=0
    -sGL_POOL_TEMP_BUFFERS=0
    -sEXPORTED_FUNCTIONS=_main,_malloc,_free
    -sEXPORTED_RUNTIME_METHODS=ccall,cwrap,HEAPU8,UTF8ToString,stringToUTF8,lengthBytesUTF8
    --emit-symbol-map)
  foreach(library IN LISTS js_libraries)
    target_link_options(app PRIVATE "SHELL:--js-library ${library}")
  endforeach()
  set_target_properties(app PROPERTIES LINK_DEPENDS "${js_libraries}")
  srl_panels(app)
  srl_unit_per_folder(app)
  add_dependencies(product app)
endif()

# A program that Node runs, in build/wasm/NAME.js.
function(srl_node_program target name)
  add_executable(${target} ${ARGN})
  set_target_properties(${target} PROPERTIES
    LINK_DEPENDS ${PROJECT_SOURCE_DIR}/scripts/cmake/node_pre.js
    OUTPUT_NAME ${name}
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_SOURCE_DIR}/build/wasm)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${target} PRIVATE srl_sim srl_flags srl_no_exceptions)
  target_link_options(${target} PRIVATE ${common_link_options}
    -sENVIRONMENT=node
    -sNODERAWFS=1
    -sEXIT_RUNTIME=1
    "SHELL:--pre-js ${PROJECT_SOURCE_DIR}/scripts/cmake/node_pre.js")
endfunction()

file(GLOB node_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/wasm/*.cpp)
if(node_sources)
  srl_node_program(srl_sim_node srl_sim ${node_sources})
  add_dependencies(checks srl_sim_node)
endif()

# What scripts/bench runs.
srl_node_program(srl_bench_node srl_bench ${PROJECT_SOURCE_DIR}/tests/bench/sim_bench.cpp)
set_target_properties(srl_bench_node PROPERTIES EXCLUDE_FROM_ALL ON)
add_custom_target(bench DEPENDS srl_bench_node)
