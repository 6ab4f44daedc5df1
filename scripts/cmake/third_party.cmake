# SPDX-License-Identifier: MIT
# Third-party code: libraries of their own with fixed flags, so that nothing we change in our code compiles them again.
set(SRL_DEPS_DIR ${PROJECT_SOURCE_DIR}/build/deps CACHE PATH "Where scripts/setup put the pinned sources")
foreach(source better-sqlite3/deps/sqlite3/sqlite3.c imgui/imgui.cpp cpp-httplib/httplib.h zlib/zlib.h json/nlohmann/json.hpp)
  if(NOT EXISTS ${SRL_DEPS_DIR}/${source})
    message(FATAL_ERROR "${SRL_DEPS_DIR}/${source} is missing: run scripts/setup first")
  endif()
endforeach()

# ---- SQLite: the same SQL everywhere; natively with threads, WAL and files, in WASM on our page VFS alone ----
set(sqlite_dir ${SRL_DEPS_DIR}/better-sqlite3/deps/sqlite3)
add_library(srl_sqlite STATIC ${sqlite_dir}/sqlite3.c)
target_include_directories(srl_sqlite SYSTEM PUBLIC ${sqlite_dir})
target_compile_options(srl_sqlite PRIVATE -w)
target_compile_definitions(srl_sqlite PRIVATE
  SQLITE_DQS=0
  SQLITE_DEFAULT_MEMSTATUS=0
  SQLITE_LIKE_DOESNT_MATCH_BLOBS
  SQLITE_MAX_EXPR_DEPTH=0
  SQLITE_OMIT_DEPRECATED
  SQLITE_OMIT_LOAD_EXTENSION
  SQLITE_OMIT_SHARED_CACHE
  SQLITE_TEMP_STORE=3
  SQLITE_USE_ALLOCA)
if(EMSCRIPTEN)
  target_compile_definitions(srl_sqlite PRIVATE SQLITE_THREADSAFE=0)
  # Functions of its C interface that nobody calls, and the log that needs shared memory. No SQL is left out: what the server
  # may say, the browser must understand, because both run the same core.
  foreach(part COMPILEOPTION_DIAGS COMPLETE DECLTYPE DESERIALIZE GET_TABLE INCRBLOB PROGRESS_CALLBACK TRACE UTF16 WAL)
    target_compile_definitions(srl_sqlite PRIVATE SQLITE_OMIT_${part})
  endforeach()
  target_compile_definitions(srl_sqlite PRIVATE SQLITE_UNTESTABLE)
  target_compile_options(srl_sqlite PRIVATE -Os)  # as fast as -O2 within a twentieth, and 46 KB smaller to download
  # sqlite3_os_init is ours: it registers the page VFS. All code sees this, because core/storage's headers hide behind it
  # what needs a file system.
  add_compile_definitions(SQLITE_OS_OTHER=1)
else()
  target_compile_definitions(srl_sqlite PRIVATE SQLITE_THREADSAFE=2)
  target_link_libraries(srl_sqlite PUBLIC m)
endif()

# ---- nlohmann/json: headers only, and only core/protocol may see them ----
add_library(srl_json INTERFACE)
target_include_directories(srl_json SYSTEM INTERFACE ${SRL_DEPS_DIR}/json)
target_compile_definitions(srl_json INTERFACE JSON_USE_IMPLICIT_CONVERSIONS=0)

# ---- zlib: the same source natively and in WASM, so that a share link has the same bytes from both ----
set(zlib_dir ${SRL_DEPS_DIR}/zlib)
add_library(srl_zlib STATIC
  ${zlib_dir}/adler32.c ${zlib_dir}/crc32.c ${zlib_dir}/deflate.c ${zlib_dir}/inffast.c ${zlib_dir}/inflate.c
  ${zlib_dir}/inftrees.c ${zlib_dir}/trees.c ${zlib_dir}/zutil.c)
target_include_directories(srl_zlib SYSTEM PUBLIC ${zlib_dir})
target_compile_options(srl_zlib PRIVATE -w)
if(EMSCRIPTEN)
  # The browser inflates and deflates links only; gzip is the native server's business.
  target_compile_definitions(srl_zlib PRIVATE NO_GZIP)
endif()

# ---- Dear ImGui: with the test hooks, which web/probe implements ----
set(imgui_dir ${SRL_DEPS_DIR}/imgui)
add_library(srl_imgui STATIC EXCLUDE_FROM_ALL
  ${imgui_dir}/imgui.cpp ${imgui_dir}/imgui_draw.cpp ${imgui_dir}/imgui_tables.cpp ${imgui_dir}/imgui_widgets.cpp)
target_include_directories(srl_imgui SYSTEM PUBLIC ${imgui_dir} ${imgui_dir}/backends ${imgui_dir}/misc/cpp)
target_compile_features(srl_imgui PUBLIC cxx_std_20)
target_compile_options(srl_imgui PRIVATE -w -fno-exceptions -fno-rtti)
target_compile_definitions(srl_imgui PUBLIC
  IMGUI_ENABLE_TEST_ENGINE
  IMGUI_USE_WCHAR32
  IMGUI_DISABLE_OBSOLETE_FUNCTIONS
  IMGUI_DISABLE_DEMO_WINDOWS
  IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
  # A window may hold more than 65,536 vertices: WebGL has no base vertex to split its draw calls by.
  "ImDrawIdx=unsigned int")
if(EMSCRIPTEN)
  target_compile_options(srl_imgui PRIVATE -Oz)
  target_sources(srl_imgui PRIVATE ${imgui_dir}/backends/imgui_impl_opengl3.cpp)
  # All that it scans here is "#version 300": scanf, and with it long double, need not be downloaded.
  target_compile_definitions(srl_imgui PRIVATE sscanf=srl_scan_integers)
  # What it asks GL in every frame is answered in web/platform/gl_state.cpp: in a browser, GL answers late.
  set_source_files_properties(${imgui_dir}/backends/imgui_impl_opengl3.cpp PROPERTIES COMPILE_DEFINITIONS
    "glGetIntegerv=srl_gl_integer_once;glIsEnabled=srl_gl_enabled_once")
  # Not to be downloaded: a font that we don't use, files that a page doesn't have, inspectors that nobody opens.
  target_compile_definitions(srl_imgui PUBLIC
    IMGUI_DISABLE_DEFAULT_FONT
    IMGUI_DISABLE_FILE_FUNCTIONS
    IMGUI_DISABLE_DEBUG_TOOLS)
endif()

# ---- native only: HTTP, TLS for hashing and random numbers, compression, command line ----
if(NOT EMSCRIPTEN)
  find_package(Threads REQUIRED)
  find_package(OpenSSL REQUIRED COMPONENTS Crypto)
  find_package(CURL REQUIRED)  # its headers; the library is loaded when mails are to be sent
  add_library(srl_httplib INTERFACE)
  target_include_directories(srl_httplib SYSTEM INTERFACE ${SRL_DEPS_DIR}/cpp-httplib)
  target_link_libraries(srl_httplib INTERFACE Threads::Threads)
endif()
