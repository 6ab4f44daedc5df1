// SPDX-License-Identifier: MIT
// The panel of signals: three columns of the article's table, and what a policy hides; and the
// trace of a gesture in the intent ledger.
#include <doctest/doctest.h>

#include "support/headless_ui.h"
#include "support/lab_screen.h"

namespace srl::web::ui {

const Panel& panel_signals();
const Panel& panel_intent_ledger();

namespace {

struct SignalsLab : LabScreen {
  explicit SignalsLab(std::string_view preset) : LabScreen(0) {
    REQUIRE(sandbox.set_preset(preset).ok());
    sandbox.seek(40'000);
  }
};

}  // namespace

TEST_CASE("web/signals: each heading says what the user sees, and what the system shows") {
  SignalsLab lab(kReliablePreset);
  HeadlessUi ui(lab.drawing(panel_signals()));
  CHECK(ui.find("User sees").value == "Duplicated or missing records");
  CHECK(ui.find("System shows").value == "Retry count, idempotency hits, queue drain outcomes");
  CHECK(ui.find("Idempotency hits").value == "15");
  CHECK_FALSE(ui.has("Hidden"));
}

TEST_CASE("web/signals: under naive the signals are named, and said not to be counted") {
  SignalsLab lab(kNaivePreset);
  HeadlessUi ui(lab.drawing(panel_signals()));
  CHECK(ui.find("Retries").value == "not counted");
  CHECK(ui.find("Hidden").value.find("not counted under “HTTP status only”") != std::string::npos);
}

TEST_CASE("web/signals: switched in mid-run, counting begins there") {
  SignalsLab lab(kNaivePreset);
  HeadlessUi ui(lab.drawing(panel_signals()));
  lab.sandbox.set_policy(Decision::signals, "per_operation");
  lab.sandbox.seek(lab.sandbox.now_ms() + 1'000);
  ui.frames();
  CHECK_FALSE(ui.has("Hidden"));
  CHECK(lab.sandbox.world().metrics().total(Metric::sync_retries) > 0);
  CHECK(ui.find("Retries").value == "0");
}

TEST_CASE("web/signals: a selected gesture shows its way to the server and back") {
  SignalsLab lab(kReliablePreset);
  HeadlessUi ui(lab.drawing(panel_intent_ledger()));
  CHECK_FALSE(ui.has("Attempt 1"));
  ui.click("g1");
  CHECK(ui.find("Attempt 1").value.find("reply lost") == 0);
  CHECK(ui.find("Attempt 2").value.find("answered") == 0);
  CHECK(ui.find("Gesture").value.find("acknowledged") == 0);
}

}  // namespace srl::web::ui
