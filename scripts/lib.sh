# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What all scripts share: where things are, how to speak, how to stop. Sourced, never run.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
BUILD="$ROOT/build"
DEPS="$BUILD/deps"
JOBS=${JOBS:-$(nproc 2>/dev/null || echo 2)}
export ROOT BUILD DEPS JOBS

# ccache, where it is installed: paths below the root count as relative, so that two clones share what is compiled.
export CCACHE_BASEDIR="${CCACHE_BASEDIR:-$ROOT}" CCACHE_NOHASHDIR=1

if [ -t 1 ]; then BOLD=$'\e[1m' RED=$'\e[31m' PLAIN=$'\e[0m'; else BOLD='' RED='' PLAIN=''; fi

step() { printf '%s==> %s%s\n' "$BOLD" "$*" "$PLAIN"; }
note() { printf '    %s\n' "$*"; }
warn() { printf '%swarning:%s %s\n' "$RED" "$PLAIN" "$*" >&2; }
die() {
  printf '%serror:%s %s\n' "$RED" "$PLAIN" "$1" >&2
  shift
  if [ $# -gt 0 ]; then printf '       %s\n' "$@" >&2; fi
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Debian's Emscripten looks for acorn where Debian's own Node would find it; another Node (NodeSource, nvm) doesn't look
# there, and optimised links fail. A cache that cannot be written to (system-wide emsdk) is replaced by one in build/.
use_emscripten() {
  if have ccache; then export EM_COMPILER_WRAPPER=ccache; fi
  if [ -d /usr/share/nodejs/acorn ]; then export NODE_PATH="${NODE_PATH:+$NODE_PATH:}/usr/share/nodejs"; fi
  if [ -z "${EM_CACHE:-}" ] && [ "$(em-config FROZEN_CACHE)" != True ] && [ ! -w "$(em-config CACHE)" ]; then
    export EM_CACHE="$BUILD/emscripten-cache"
    mkdir -p "$EM_CACHE"
  fi
}
