# SPDX-License-Identifier: MIT
# Native programs: build/native/srl (the server and the command line) and build/native/srl_tests.
set(SRL_OUTPUT_DIR ${PROJECT_SOURCE_DIR}/build/native CACHE PATH "Where the programs go")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${SRL_OUTPUT_DIR})

add_custom_target(product)
add_custom_target(checks)

# A tenth of what a push costs the server is in this one file.
set_source_files_properties(${PROJECT_SOURCE_DIR}/core/protocol/json_parse.cpp PROPERTIES COMPILE_OPTIONS -O3)

srl_sources(server_sources native-server)
if(server_sources)
  add_executable(srl ${server_sources})
  target_include_directories(srl PRIVATE ${PROJECT_SOURCE_DIR}/native-server)
  target_include_directories(srl SYSTEM PRIVATE ${CURL_INCLUDE_DIRS})
  target_compile_definitions(srl PRIVATE SRL_VERSION="${PROJECT_VERSION}")
  target_link_libraries(srl PRIVATE srl_sim srl_httplib OpenSSL::Crypto ${CMAKE_DL_LIBS} srl_zlib srl_flags)
  srl_unit_per_folder(srl)
  add_dependencies(product srl)
endif()

# ---- tests: one doctest program; ctest runs a folder of tests at a time -----------------------------------------------
enable_testing()
srl_sources(test_sources tests EXCEPT e2e bench http wasm)
list(FILTER test_sources EXCLUDE REGEX "/tests/fuzz/libfuzzer\\.cpp$")
# Of web/ all that has no browser in it: the layers app and live, widgets on a headless ImGui, and the pure parts of platform
# and probe.
srl_sources(web_sources web EXCEPT app live platform probe)
list(FILTER web_sources EXCLUDE REGEX "/web/(main|ui/(shell|lab|top_bar|probe_state))\\.cpp$")
foreach(part platform/frame_cost platform/frame_pacer platform/key_map platform/pointer probe/hooks probe/registry)
  list(APPEND web_sources ${PROJECT_SOURCE_DIR}/web/${part}.cpp)
endforeach()
# Of native-server/ the edge as far as it listens to no port, and what stands between the core and its database.
set(server_parts "")
foreach(part net/http_message net/request_parser net/answer_head net/connection adapters/database_service
             adapters/group_writer adapters/inbox_notifications adapters/json_log adapters/native_run adapters/reader_pool
             adapters/worker_report adapters/service_database adapters/system_crypto adapters/system_random
             http/stream_events http/stream_hub http/stream_source)
  list(APPEND server_parts ${PROJECT_SOURCE_DIR}/native-server/${part}.cpp)
endforeach()
if(test_sources)
  add_executable(srl_tests ${test_sources} ${web_sources} ${server_parts})
  srl_panels(srl_tests)
  target_include_directories(srl_tests PRIVATE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/web
                             ${PROJECT_SOURCE_DIR}/native-server)
  set_source_files_properties(${PROJECT_SOURCE_DIR}/tests/support/source_root.cpp PROPERTIES
    COMPILE_DEFINITIONS SRL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  target_link_libraries(srl_tests PRIVATE srl_web_live srl_imgui srl_httplib OpenSSL::Crypto srl_flags)
  srl_unit_per_folder(srl_tests)
  # The tests' own code runs a moment and is compiled for minutes: not optimised. What it tests, the core, is as it ships.
  target_compile_options(srl_tests PRIVATE -O0)
  file(GLOB tree_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/tree/*.cpp)
  set_source_files_properties(${tree_sources} PROPERTIES COMPILE_OPTIONS -O2)  # these read every file, by std::regex
  # The core's objects before the tests': of an inline function that both have, the linker keeps the first.
  get_property(core GLOBAL PROPERTY SRL_LAYERS)
  target_link_options(srl_tests PRIVATE LINKER:--whole-archive ${core} LINKER:--no-whole-archive)
  add_dependencies(checks product srl_tests)

  # Those in tests/sim take seconds each, so they run file by file, on all cores.
  set(groups "")
  foreach(source IN LISTS test_sources)
    file(RELATIVE_PATH path ${PROJECT_SOURCE_DIR}/tests ${source})
    # Apart: CMake evaluates both sides of an OR, and the last match would win.
    if(path MATCHES "^(sim/.*)_test\\.cpp$")
      list(APPEND groups ${CMAKE_MATCH_1})
    elseif(path MATCHES "^([^/]+)/.*_test\\.cpp$")
      list(APPEND groups ${CMAKE_MATCH_1})
    endif()
  endforeach()
  list(REMOVE_DUPLICATES groups)
  foreach(group IN LISTS groups)
    if(group MATCHES "^sim/")
      set(files "*/tests/${group}_test.cpp")
    else()
      set(files "*/tests/${group}/*")
    endif()
    add_test(NAME ${group} COMMAND srl_tests "--source-file=${files}")
    set_tests_properties(${group} PROPERTIES TIMEOUT 600 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  endforeach()
endif()

# The native half of the comparison native = WASM (tests/wasm/digests.test.mjs).
add_executable(srl_digests ${PROJECT_SOURCE_DIR}/tests/wasm/digests.cpp)
target_link_libraries(srl_digests PRIVATE srl_sim srl_flags srl_no_exceptions)
add_dependencies(checks srl_digests)

# The recorded runs that tests/http/histories.test.mjs plays to the server.
add_executable(srl_exchanges ${PROJECT_SOURCE_DIR}/tests/http/exchanges.cpp)
target_link_libraries(srl_exchanges PRIVATE srl_sim srl_flags srl_no_exceptions)
add_dependencies(checks srl_exchanges)

# What scripts/bench runs.
add_executable(srl_bench EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/bench/sim_bench.cpp)
target_link_libraries(srl_bench PRIVATE srl_sim srl_flags srl_no_exceptions)
add_executable(srl_server_bench EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/tests/bench/server_bench.cpp)
target_include_directories(srl_server_bench PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(srl_server_bench PRIVATE srl_device srl_sqlite srl_httplib srl_flags)
add_custom_target(bench DEPENDS srl_bench srl_server_bench)

# ---- fuzzers: with clang, in a build of their own (scripts/fuzz) ---------------------------------------------------------
option(SRL_FUZZ "The fuzzers of tests/fuzz (clang only)" OFF)
if(SRL_FUZZ)
  add_custom_target(fuzzers)
  # All that the fuzzers look into, once. libFuzzer goes by which branches of it were taken: core/ has that by srl_flags.
  set(fuzzed "")
  foreach(part native-server/net/http_message native-server/net/request_parser native-server/net/answer_head
               native-server/net/connection tests/net/edge_properties tests/fuzz/json_grammar)
    list(APPEND fuzzed ${PROJECT_SOURCE_DIR}/${part}.cpp)
  endforeach()
  add_library(srl_fuzzed STATIC ${fuzzed})
  target_include_directories(srl_fuzzed PUBLIC ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/native-server)
  target_link_libraries(srl_fuzzed PUBLIC srl_web_live srl_httplib srl_flags)
  target_compile_options(srl_flags INTERFACE -fsanitize=fuzzer-no-link)
  file(GLOB fuzzers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/fuzz/*_fuzzer.cpp)
  foreach(fuzzer IN LISTS fuzzers)
    cmake_path(GET fuzzer STEM name)
    string(REPLACE _fuzzer "" name ${name})
    add_executable(fuzz_${name} ${fuzzer} ${PROJECT_SOURCE_DIR}/tests/fuzz/libfuzzer.cpp)
    target_compile_definitions(fuzz_${name} PRIVATE SRL_FUZZ_TARGET=fuzz_${name})
    target_link_libraries(fuzz_${name} PRIVATE srl_fuzzed)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    add_dependencies(fuzzers fuzz_${name})
  endforeach()
endif()
