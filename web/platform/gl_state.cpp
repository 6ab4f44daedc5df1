// SPDX-License-Identifier: MIT
// Answers ImGui's questions about the state of GL. Its backend asks for some twenty values in every
// frame, to put them back behind itself; in a browser each question waits until the GPU's process
// has done all that was sent to it, which took longer than everything else in a frame. We are alone
// on our context and set what we need ourselves, so the first answer is good for ever. (The backend
// is compiled with these names in place of glGetIntegerv and glIsEnabled.)
#include <GLES3/gl3.h>

#include <algorithm>
#include <array>
#include <map>

namespace {

constexpr std::size_t kValuesMax = 4;  // a rectangle
using Values = std::array<GLint, kValuesMax>;

std::size_t value_count(GLenum name) {
  return name == GL_VIEWPORT || name == GL_SCISSOR_BOX ? kValuesMax : 1;
}

}  // namespace

extern "C" {

void srl_gl_integer_once(GLenum name, GLint* values) {
  static std::map<GLenum, Values> known;
  const auto [found, is_new] = known.try_emplace(name);
  if (is_new) glGetIntegerv(name, found->second.data());
  std::copy_n(found->second.begin(), value_count(name), values);
}

GLboolean srl_gl_enabled_once(GLenum name) {
  static std::map<GLenum, GLboolean> known;
  const auto [found, is_new] = known.try_emplace(name);
  if (is_new) found->second = glIsEnabled(name);
  return found->second;
}

}  // extern "C"
