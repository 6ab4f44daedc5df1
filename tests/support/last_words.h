// SPDX-License-Identifier: MIT
// What a program says before it aborts. A child of the test's own process runs the code: an
// assertion ends it, and the test goes on.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string>

namespace srl::test {

// What `work` has written to stderr when it aborted; "" when it came to its end.
template <class Work>
std::string last_words_of(Work work) {
  int ends[2];
  if (pipe(ends) != 0) return "";
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGABRT, SIG_DFL);  // not the test program's, which reports a failed test
    dup2(ends[1], STDERR_FILENO);
    work();
    _exit(0);
  }
  close(ends[1]);
  std::string words;
  char piece[256];
  for (ssize_t size = read(ends[0], piece, sizeof(piece)); size > 0;
       size = read(ends[0], piece, sizeof(piece))) {
    words.append(piece, static_cast<std::size_t>(size));
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT ? words : "";
}

}  // namespace srl::test
