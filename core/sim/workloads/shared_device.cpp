// SPDX-License-Identifier: MIT
// One phone, two people: they sign out and in, with unsent work and without, and a person writes
// something down before signing in.
#include "sim/workloads/workload.h"

namespace srl {
namespace {

constexpr std::string_view kAda = "ada@example.test";
constexpr std::string_view kBob = "bob@example.test";
constexpr int kTurns = 4;

// Adds gestures one after the other.
class Script {
 public:
  Script(RandomStream& random, History& history) : random_(random), history_(history) {}

  void pass(DurationMs least_ms, DurationMs most_ms) {
    at_ms_ += random_.between(least_ms, most_ms);
  }

  void act(GestureKind kind, std::string_view email = {}) {
    Gesture gesture;
    gesture.at_ms = at_ms_;
    gesture.device = kPhone;
    gesture.kind = kind;
    gesture.email = email;
    if (kind == GestureKind::sign_out) gesture.unsent = answer();
    history_.gestures.push_back(std::move(gesture));
  }

  void write_tasks(std::string_view what) {
    const std::int64_t tasks = random_.between(1, 3);
    for (std::int64_t i = 0; i < tasks; ++i) {
      pass(50, 2'000);
      const std::size_t number = history_.gestures.size() + 1;
      history_.gestures.push_back(
          create_gesture(at_ms_, kPhone, std::string(what) + " " + std::to_string(number)));
    }
  }

  void sign_in(std::string_view email) {
    act(GestureKind::request_code, email);
    pass(2'500, 5'000);
    act(GestureKind::enter_code);
    pass(300, 2'000);
  }

  TimeMs at_ms() const { return at_ms_; }

 private:
  UnsentAnswer answer() {
    switch (random_.below(4)) {
      case 0: return UnsentAnswer::none;
      case 1: return UnsentAnswer::discard;
      default: return UnsentAnswer::keep;
    }
  }

  RandomStream& random_;
  History& history_;
  TimeMs at_ms_ = 500;
};

void generate_shared_device(RandomStream& random, History& history) {
  history.devices = {std::string(kPhone), std::string(kLaptop)};
  Script script(random, history);
  script.write_tasks("Task");
  for (int turn = 1; turn <= kTurns; ++turn) {
    script.pass(100, 4'000);
    script.act(GestureKind::sign_out);
    script.pass(100, 1'000);
    if (random.chance_ppm(500'000)) script.write_tasks("Before signing in");
    // Ada twice in a row may have to wait for her second code, as people do.
    script.pass(0, 65'000);
    script.sign_in(turn % 2 == 1 ? kBob : kAda);
    if (random.chance_ppm(600'000)) {
      script.act(random.chance_ppm(700'000) ? GestureKind::keep_work : GestureKind::discard_work);
    }
    script.write_tasks(turn % 2 == 1 ? "Bob's" : "Ada's");
  }
  if (random.chance_ppm(500'000)) {
    FaultSpec offline;
    offline.fault = "offline";
    offline.device = kPhone;
    offline.from_ms = random.between(1, script.at_ms());
    offline.until_ms = offline.from_ms + random.between(500, 20'000);
    history.faults.push_back(offline);
  }
  history.duration_ms = script.at_ms() + 30 * kSecondMs;
}

}  // namespace

const Workload& workload_shared_device() {
  static const Workload kWorkload{"shared_device", "Two people sign in and out on one phone.", 4,
                                  generate_shared_device};
  return kWorkload;
}

}  // namespace srl
