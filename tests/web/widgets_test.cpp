// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <string>

#include "support/headless_ui.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/button.h"
#include "ui/widgets/callout.h"
#include "ui/widgets/card.h"
#include "ui/widgets/draw_text.h"
#include "ui/widgets/motion.h"
#include "ui/widgets/scrubber.h"
#include "ui/widgets/section_header.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/select.h"
#include "ui/widgets/sequence_diagram.h"
#include "ui/widgets/sparkline.h"
#include "ui/widgets/stat_row.h"
#include "ui/widgets/task_row.h"
#include "ui/widgets/text_field.h"
#include "ui/widgets/timeline_row.h"
#include "ui/widgets/toast.h"
#include "ui/widgets/toggle.h"

namespace srl::web::ui {

TEST_CASE("web/widgets: a toggle flips by mouse and by keyboard, and says its state in a word") {
  bool offline = false;
  HeadlessUi ui([&] { toggle("Offline mode", &offline, {.detail = "No network"}); });
  CHECK(ui.find("Offline mode").role == probe::Role::toggle);
  CHECK(ui.find("Offline mode").value == "Off");
  ui.click("Offline mode");
  CHECK(offline);
  CHECK(ui.find("Offline mode").checked);
  CHECK(ui.find("Offline mode").value == "On");
  ui.key(ImGuiKey_Tab);
  ui.key(ImGuiKey_Space);
  CHECK_FALSE(offline);
}

TEST_CASE("web/widgets: buttons report one click each") {
  int pushed = 0;
  int icons = 0;
  HeadlessUi ui([&] {
    if (button("Push", {.kind = ButtonKind::primary, .icon = Icon::send})) ++pushed;
    if (icon_button("Play", Icon::play)) ++icons;
  });
  ui.click("Push");
  ui.click("Play");
  ui.click("Play");
  CHECK(pushed == 1);
  CHECK(icons == 2);
}

TEST_CASE("web/widgets: a segment is chosen, and choosing it again changes nothing") {
  int preset = 0;
  int changes = 0;
  const Segment segments[] = {{"Naive"}, {"Reliable"}};
  HeadlessUi ui([&] {
    if (segmented("Preset", &preset, segments)) ++changes;
  });
  ui.click("Reliable");
  ui.click("Reliable");
  CHECK(preset == 1);
  CHECK(changes == 1);
  CHECK(ui.find("Reliable").checked);
  CHECK_FALSE(ui.find("Naive").checked);
}

TEST_CASE("web/widgets: a list opens, takes a choice and closes") {
  int policy = 0;
  const SelectOption options[] = {{"First", "the naive one"}, {"Second"}, {"Third"}};
  HeadlessUi ui([&] { select("Idempotency", &policy, options); });
  CHECK(ui.find("Idempotency").value == "First");
  CHECK_FALSE(ui.has("Third"));
  ui.click("Idempotency");
  ui.click("Third");
  CHECK(policy == 2);
  CHECK_FALSE(ui.has("Third"));
  ui.click("Idempotency");
  ui.key(ImGuiKey_Escape);
  CHECK_FALSE(ui.has("Third"));
  CHECK(policy == 2);
}

TEST_CASE("web/widgets: a text field takes text, submits with Enter and keeps to its limit") {
  std::string text;
  int submits = 0;
  HeadlessUi ui([&] {
    if (text_field("New task", &text, {.bytes_max = 8}).submitted) ++submits;
  });
  ui.click("New task");
  ui.type("Milk");
  CHECK(text == "Milk");
  CHECK(ui.find("New task").value == "Milk");
  ui.key(ImGuiKey_Enter);
  CHECK(submits == 1);
  ui.click("New task");
  ui.key(ImGuiKey_End);
  ui.type("123\xC3\xA4\xC3\xA4");
  // The two bytes of one letter stay together.
  CHECK(text == "Milk123");
}

TEST_CASE("web/widgets: a screen reader's text arrives as if typed") {
  std::string text;
  int changes = 0;
  HeadlessUi ui([&] {
    if (text_field("Search", &text).changed) ++changes;
  });
  probe::registry().request_value(ui.find("Search").id, "oat");
  ui.frames();
  CHECK(text == "oat");
  CHECK(changes == 1);
}

TEST_CASE("web/widgets: on a task the circle completes, the row opens, the bin deletes") {
  TaskRowResult seen;
  HeadlessUi ui([&] {
    const TaskRowResult result =
        task_row({.id = "1", .title = "Buy milk", .status = Tone::ok, .status_word = "Synced"});
    seen.toggled = seen.toggled || result.toggled;
    seen.opened = seen.opened || result.opened;
    seen.deleted = seen.deleted || result.deleted;
  });
  ui.click("Complete Buy milk");
  CHECK((seen.toggled && !seen.opened && !seen.deleted));
  seen = {};
  ui.click("Buy milk, Synced");
  CHECK((seen.opened && !seen.toggled && !seen.deleted));
  seen = {};
  ui.click("Delete Buy milk");
  CHECK((seen.deleted && !seen.opened && !seen.toggled));
}

TEST_CASE("web/widgets: a finger cannot hit a bin that it does not see") {
  bool selected = false;
  HeadlessUi ui([&] { task_row({.id = "1", .title = "Buy milk", .selected = selected}); },
                Density::touch);
  CHECK_FALSE(ui.has("Delete Buy milk"));
  selected = true;
  ui.frames();
  CHECK(ui.has("Delete Buy milk"));
}

TEST_CASE("web/widgets: the scrubber follows pointer, keys and screen readers, within its ends") {
  TimeMs at_ms = 0;
  const ScrubMark marks[] = {{5'000, Tone::broken, "reply lost"}};
  HeadlessUi ui([&] { scrubber("Time", &at_ms, 10'000, marks); });
  const probe::Item item = ui.find("Time");
  CHECK(item.maximum == 10'000);

  ui.move_to(item.hit_x, item.hit_y);
  ui.press(true);
  CHECK(at_ms == doctest::Approx(5'000).epsilon(0.01));
  CHECK(frame_state().drag_held);
  ui.move_to(item.x + item.width + 500, item.hit_y);
  CHECK(at_ms == 10'000);
  ui.press(false);
  CHECK_FALSE(frame_state().drag_held);

  ui.key(ImGuiKey_LeftArrow);
  CHECK(at_ms == 9'900);
  ui.key(ImGuiKey_LeftArrow, ImGuiMod_Shift);
  CHECK(at_ms == 8'900);
  ui.key(ImGuiKey_Home);
  CHECK(at_ms == 0);
  ui.key(ImGuiKey_LeftArrow);
  CHECK(at_ms == 0);
  ui.key(ImGuiKey_End);
  CHECK(at_ms == 10'000);

  probe::registry().request_value(ui.find("Time").id, "1234");
  ui.frames();
  CHECK(at_ms == 1'234);
  probe::registry().request_value(ui.find("Time").id, "-99999999");
  ui.frames();
  CHECK(at_ms == 0);
}

TEST_CASE("web/widgets: the sequence diagram is walked message by message") {
  const SequenceLane lanes[] = {{"Phone", Icon::phone}, {"Service", Icon::server}};
  const SequenceMessage messages[] = {
      {.from = 0, .to = 1, .sent_ms = 100, .ended_ms = 150, .text = "push"},
      {.from = 1,
       .to = 0,
       .sent_ms = 150,
       .ended_ms = 200,
       .end = SequenceEnd::lost,
       .is_reply = true,
       .tone = Tone::broken,
       .text = "reply"},
      {.from = 0, .to = 1, .sent_ms = 90'000, .ended_ms = 90'050, .text = "push again"},
  };
  const SequenceBand bands[] = {{0, 20, 80, Tone::waiting, "offline"}};
  const TimeAxis axis;
  SequenceView view{0, 1'000};
  int selected = kNoMessage;
  HeadlessUi ui([&] {
    const int chosen = sequence_diagram("Messages",
                                        {.axis = &axis,
                                         .lanes = lanes,
                                         .messages = messages,
                                         .bands = bands,
                                         .now_ms = 500,
                                         .end_ms = 100'000,
                                         .selected = selected},
                                        &view, 200)
                           .chosen;
    if (chosen != kNoMessage) selected = chosen;
  });
  ui.click("Messages");
  ui.key(ImGuiKey_RightArrow);
  CHECK(selected == 0);
  ui.key(ImGuiKey_RightArrow);
  ui.key(ImGuiKey_RightArrow);
  CHECK(selected == 2);
  CHECK(ui.find("Messages").value == "push again");
  CHECK(view.from < 90'000);
  CHECK(view.to > 90'050);
  ui.key(ImGuiKey_RightArrow);
  CHECK(selected == 2);
  ui.key(ImGuiKey_LeftArrow);
  CHECK(selected == 1);
}

TEST_CASE("web/widgets: whatever can be operated has a name and a role") {
  bool on = true;
  int choice = 0;
  std::string text;
  const float samples[] = {1, 4, 2};
  const Segment tabs[] = {{"One"}, {"Two"}};
  HeadlessUi ui([&] {
    section_header("Promises", 9, "all kept");
    badge(Tone::ok, "Kept");
    toggle("Offline", &on);
    button("Push");
    icon_button("Pause", Icon::pause);
    tab_strip("Tabs", &choice, tabs);
    text_field("Search", &text);
    stat_row({.name = "Retries", .value = "4", .samples = samples});
    sparkline("Queue", "15", {80, 20}, samples);
    timeline_row({.id = "1", .time = "00:01", .actor_name = "Phone", .text = "push"});
    callout({.id = "c", .title = "Lost", .text = "The reply died.", .action = "Show me"});
    paragraph("Plain words.");
    const CardScope card("card");
    button("Inside");
  });
  for (const probe::Item& item : probe::registry().items()) {
    if (item.role == probe::Role::none) continue;
    CAPTURE(probe::role_name(item.role));
    CAPTURE(item.id);
    CHECK_FALSE(item.name.empty());
  }
  CHECK(ui.find("Retries").value == "4");
  CHECK(ui.find("00:01, Phone: push").role == probe::Role::button);
  CHECK(ui.has("Show me"));
  CHECK(ui.has("Inside"));
}

TEST_CASE("web/widgets: a toast asks for its last frame, goes, and was spoken") {
  Toasts toasts;
  double now_ms = 1'000;
  HeadlessUi ui([&] { toasts.draw(now_ms); });
  CHECK(frame_state().change_ms < 0);
  probe::registry().take_announcements();  // of other tests
  toasts.show(Tone::ok, "Copied");
  CHECK(probe::registry().take_announcements().size() == 1);
  ui.frames(1);
  CHECK(frame_state().change_ms == doctest::Approx(kToastMs));
  now_ms += kToastMs;
  ui.frames(1);
  CHECK(frame_state().change_ms < 0);
}

TEST_CASE("web/widgets: a value glides to its target, or jumps when motion is unwelcome") {
  float target = 0;
  float shown = 0;
  HeadlessUi ui([&] { shown = glide(ImGui::GetID("x"), target); });
  target = 1;
  ui.frames(1);
  CHECK(shown == 1);
  frame_state().jumps = false;
  target = 0;
  ui.frames(1);
  CHECK(shown > 0);
  CHECK(shown < 1);
  CHECK(frame_state().change_ms == 0);
  ui.frames(60);
  CHECK(shown == 0);
  CHECK(frame_state().change_ms < 0);
}

}  // namespace srl::web::ui
