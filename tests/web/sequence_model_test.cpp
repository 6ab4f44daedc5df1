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
  LabSession session;
  REQUIRE(session.open_scenario("offline-replay").ok());
  SequenceModel frame_by_frame;
  while (session.now_ms() < 40'000) {
    session.tick(16);
    frame_by_frame.follow(session, kNoIntent, true);
  }
  SequenceModel at_once;
  at_once.follow(session, kNoIntent, true);
  const auto expected = told(at_once.diagram(session, SIZE_MAX));
  CHECK(expected.size() > 20);
  CHECK(told(frame_by_frame.diagram(session, SIZE_MAX)) == expected);
  CHECK(frame_by_frame.marks().size() == at_once.marks().size());
}

TEST_CASE("web/sequence_model: after another future nothing of the first one is left") {
  LabSession session;
  REQUIRE(session.open_scenario("offline-replay").ok());
  session.seek(22'000);
  SequenceModel model;
  model.follow(session, kNoIntent, true);
  REQUIRE(session.set_preset("reliable").ok());
  model.follow(session, kNoIntent, true);
  SequenceModel fresh;
  fresh.follow(session, kNoIntent, true);
  CHECK(told(model.diagram(session, SIZE_MAX)) == told(fresh.diagram(session, SIZE_MAX)));
}

}  // namespace srl::web::ui
