// SPDX-License-Identifier: MIT
// What the product sees of the browser: one canvas with Dear ImGui on it, and the few services of
// a page (address bar, small settings, clipboard, downloads). The product implements App; the
// platform draws it when there is something new to see, and not at all when there is not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace srl::web {

// What the visitor and the embedding page asked for. All of it can change while we run.
struct Preferences {
  bool dark = false;
  bool high_contrast = false;
  bool reduced_motion = false;
  bool coarse_pointer = false;  // fingers: targets of 44 px
  bool embedded = false;        // ?embed=1: never takes focus or scrolling from the page around us
  bool mac = false;             // shortcuts are shown with Cmd

  friend bool operator==(const Preferences&, const Preferences&) = default;
};

class App {
 public:
  // Called once, with an ImGui context and the page's preferences, before the first frame.
  virtual void started() = 0;
  // Between ImGui::NewFrame and ImGui::Render. `now_ms` is monotonic.
  virtual void draw(double now_ms) = 0;

  // After how many milliseconds the picture changes by itself: 0 for the next frame (something
  // moves), negative for not at all.
  virtual double next_change_ms() const = 0;
  // True while the pressed item follows the finger (a slider). Otherwise a finger that moves,
  // scrolls.
  virtual bool holds_drag() const { return false; }

  // What a crash report says of what was going on.
  virtual std::string crash_details() { return {}; }

  // A key that types `character` (one code point) was pressed while no text field had the caret.
  // Text from input methods, dictation or the clipboard never comes this way: it has no key.
  virtual void key_pressed(std::string_view /*character*/) {}
  virtual void preferences_changed() {}
  virtual void fragment_changed(std::string_view /*fragment*/) {}
  virtual void copy_finished(bool /*succeeded*/) {}

 protected:
  ~App() = default;
};

namespace platform {

// Takes over the canvas; where there is no WebGL 2, the page shows the app in plain HTML instead.
// `app` must live as long as the page.
void start(App& app);

// Something changed that the platform cannot know of: draw soon.
void wake();
// The same where nobody waits for the picture, and changes may follow closely: draw when drawing
// does not hold up what changes it.
void changed();
// The frame that is being drawn comes from changed(), and nobody has touched anything for a while.
bool is_unasked_frame();

// Frames drawn so far. A page at rest does not count.
long frames_drawn();
// CPU time of a frame, the median of the last few: building and handing it to the GPU.
double frame_cost_ms();

const Preferences& preferences();

// A value of the query string ("?embed=1"), or "".
std::string query(const char* key);

// The address of this page, without query and fragment: what a shared link begins with.
std::string page_address();

// The part of the address behind '#'. Writing replaces the history entry, at most once a second.
std::string fragment();
void set_fragment(std::string fragment);

// Small settings that survive a reload where the browser allows it; "" when there is none.
std::string load_setting(const char* key);
void save_setting(const char* key, const std::string& value);

// Call both inside a frame: frames that follow a click or a key run within the browser's gesture.
// Whether the clipboard took it is told through App::copy_finished.
void copy_text(const std::string& text);
void download_text(const char* file_name, const char* mime, const std::string& text);

// Lays the page's view of plain HTML over the canvas.
void open_accessible_view();

// A font that the page fetched ("ui", "ui-bold", "mono"); empty when it is missing.
std::vector<unsigned char> take_font(const char* name);

}  // namespace platform
}  // namespace srl::web
