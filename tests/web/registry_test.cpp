// SPDX-License-Identifier: MIT
#include "probe/registry.h"

#include <doctest/doctest.h>

#include <string>

#include "support/headless_ui.h"
#include "ui/widgets/item.h"

namespace srl::web::probe {

TEST_CASE("web/registry: ImGui's own widgets are listed by what they show") {
  bool on = true;
  char text[16] = "abc";
  HeadlessUi ui([&] {
    ImGui::Button("Push##3");
    ImGui::Checkbox("Keep", &on);
    ImGui::InputText("Title", text, sizeof text);
  });
  CHECK(ui.find("Push").role == Role::button);
  CHECK(ui.find("Push").window == "Test");
  CHECK(ui.find("Keep").checkable);
  CHECK(ui.find("Keep").checked);
  CHECK(ui.find("Title").inputable);
}

TEST_CASE("web/registry: disabled and scrolled-out widgets say so") {
  HeadlessUi ui([] {
    ImGui::BeginDisabled();
    ImGui::Button("Off");
    ImGui::EndDisabled();
    ImGui::SetCursorPosY(5'000);
    ui::place_control("Far below", {100, 30}, {.role = Role::button});
  });
  CHECK(ui.find("Off").disabled);
  CHECK(ui.find("Off").visible);
  CHECK_FALSE(ui.find("Far below").visible);
}

TEST_CASE("web/registry: an item goes when it is no longer drawn") {
  bool shown = true;
  HeadlessUi ui([&] {
    ImGui::Button("Always");
    if (shown) ImGui::Button("Sometimes");
  });
  CHECK(ui.has("Sometimes"));
  shown = false;
  ui.frames(1);
  CHECK_FALSE(ui.has("Sometimes"));
  CHECK(ui.has("Always"));
}

TEST_CASE("web/registry: a wrapper's name wins over the label") {
  HeadlessUi ui([] {
    ImGui::Button("+");
    ui::name_last_item("Add task");
  });
  CHECK(ui.has("Add task"));
  CHECK_FALSE(ui.has("+"));
}

TEST_CASE("web/registry: the rectangle is where a click hits") {
  int clicks = 0;
  HeadlessUi ui([&] {
    ImGui::SetCursorPos({300, 200});
    if (ImGui::Button("Here", {80, 20})) ++clicks;
  });
  CHECK(ui.find("Here").x == 300);
  CHECK(ui.find("Here").hit_x == 340);
  ui.click("Here");
  CHECK(clicks == 1);
}

TEST_CASE("web/registry: while it is off it keeps nothing") {
  Registry off;
  off.describe(7, {.name = "Nobody"});
  off.request_value(7, "1");
  off.announce("Nothing");
  std::string value;
  CHECK(off.items().empty());
  CHECK_FALSE(off.take_value(7, &value));
  CHECK(off.take_announcements().empty());
}

TEST_CASE("web/registry: announcements are taken once") {
  Registry registry;
  registry.set_enabled(true);
  registry.announce("3 changes synced");
  registry.announce("The server is down", Urgency::assertive);
  const auto said = registry.take_announcements();
  REQUIRE(said.size() == 2);
  CHECK(said[0].text == "3 changes synced");
  CHECK(said[1].urgency == Urgency::assertive);
  CHECK(registry.take_announcements().empty());
}

TEST_CASE("web/registry: JSON survives every name") {
  Item item;
  item.id = 4'000'000'000u;
  item.role = Role::toggle;
  item.name = "say \"hi\"\n\\ \xC3\xA4";
  item.x = 12.5f;
  item.checked = true;
  const std::string json = to_json({item});
  CHECK(json.find("\"id\":4000000000") != std::string::npos);
  CHECK(json.find("\"role\":\"switch\"") != std::string::npos);
  CHECK(json.find("say \\\"hi\\\"\\n\\\\ \xC3\xA4") != std::string::npos);
  CHECK(json.find("\"x\":12.50") != std::string::npos);
  CHECK(json.find("\"checked\":true") != std::string::npos);
  CHECK(to_json({}) == "[]");
}

}  // namespace srl::web::probe
