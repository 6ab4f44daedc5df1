// SPDX-License-Identifier: MIT
#include "ui/sequence_model.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace srl::web::ui {
namespace {

// All that a diagram says of its messages, in words that can be compared.
std::vector<std::string> told(const SequenceDiagram& diagram) {
  std::vector<std::string> lines;
  for (const SequenceMessage& message : diagram.messages) {
    lines.push_back(std::string(message.text) + " " + std::to_string(message.sent_ms) + "-" +
                    std::to_string(message.ended_ms) + " " +
                    std::to_string(static_cast<int>(message.end)) + " " +
                    std::to_string(static_cast<int>(message.tone)));
  }
  return lines;
}

}  // namespace

TEST_CASE("web/sequence_model: followed frame by frame it shows what one look at the end shows") {
  Sandbox sandbox;
  REQUIRE(sandbox.open_scenario("offline-replay").ok());
  SequenceModel frame_by_frame;
  while (sandbox.now_ms() < 40'000) {
    sandbox.tick(16);
    frame_by_frame.follow(sandbox, kNoIntent, true);
  }
  SequenceModel at_once;
  at_once.follow(sandbox, kNoIntent, true);
  const auto expected = told(at_once.diagram(sandbox, SIZE_MAX));
  CHECK(expected.size() > 20);
  CHECK(told(frame_by_frame.diagram(sandbox, SIZE_MAX)) == expected);
  CHECK(frame_by_frame.marks().size() == at_once.marks().size());
}

TEST_CASE("web/sequence_model: after another future nothing of the first one is left") {
  Sandbox sandbox;
  REQUIRE(sandbox.open_scenario("offline-replay").ok());
  sandbox.seek(22'000);
  SequenceModel model;
  model.follow(sandbox, kNoIntent, true);
  REQUIRE(sandbox.set_preset("reliable").ok());
  model.follow(sandbox, kNoIntent, true);
  SequenceModel fresh;
  fresh.follow(sandbox, kNoIntent, true);
  CHECK(told(model.diagram(sandbox, SIZE_MAX)) == told(fresh.diagram(sandbox, SIZE_MAX)));
}

}  // namespace srl::web::ui
