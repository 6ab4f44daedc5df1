// SPDX-License-Identifier: MIT
#include "observe/export/mermaid.h"

#include <map>
#include <set>

#include "observe/export/actor_name.h"

namespace srl {
namespace {

constexpr std::size_t kDiagramBytesMax = 48'000;

constexpr std::string_view kRequestArrow = "->>";
constexpr std::string_view kReplyArrow = "-->>";
constexpr std::string_view kLostRequestArrow = "-x";
constexpr std::string_view kLostReplyArrow = "--x";
constexpr std::string_view kOpenArrow = "-)";

// A text that Mermaid takes for nothing but text: its own signs become character entities.
std::string plain(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20U) {
      plain.push_back(' ');
    } else if (std::string_view("#;<>%{}&").find(c) != std::string_view::npos) {
      plain.append("#").append(std::to_string(byte)).append(";");
    } else {
      plain.push_back(c);
    }
  }
  return plain;
}

bool is_note(EventKind kind) {
  switch (event_category(kind)) {
    case EventCategory::gesture:
    case EventCategory::lab:
    case EventCategory::fault:
    case EventCategory::oracle: return true;
    default: break;
  }
  switch (kind) {
    case EventKind::device_killed:
    case EventKind::device_started:
    case EventKind::device_online:
    case EventKind::device_offline:
    case EventKind::operation_parked:
    case EventKind::operation_rejected:
    case EventKind::request_timed_out:
    case EventKind::service_crashed:
    case EventKind::service_down:
    case EventKind::service_up: return true;
    default: return false;
  }
}

struct Message {
  ActorId sender = kLabActor;
  std::string text;
  int arrivals = 0;
  bool open = true;  // neither arrived nor lost
};

class Diagram {
 public:
  void add(const Event& event);
  void add_open_messages();
  void add_note(ActorId actor, std::string_view text);
  std::string text(const std::vector<std::string>& actor_names) const;
  std::size_t bytes() const { return lines_.size(); }

 private:
  void add_arrow(ActorId from, std::string_view arrow, ActorId to, std::string_view text);
  void add_request(const Event& event, std::string_view arrow);
  void add_reply(const Event& event, std::string_view arrow);

  std::map<std::int64_t, Message> messages_;  // by number
  std::set<ActorId> actors_;
  std::string lines_;
};

std::string handle(ActorId actor) { return "A" + std::to_string(actor); }

void Diagram::add(const Event& event) {
  switch (event.kind) {
    case EventKind::request_sent: messages_[event.a] = {event.actor, event.text, 0, true}; break;
    case EventKind::request_arrived: add_request(event, kRequestArrow); break;
    case EventKind::request_dropped:
    case EventKind::request_intercepted:
    case EventKind::request_refused: add_request(event, kLostRequestArrow); break;
    case EventKind::reply_arrived: add_reply(event, kReplyArrow); break;
    case EventKind::reply_dropped: add_reply(event, kLostReplyArrow); break;
    default:
      if (is_note(event.kind)) add_note(event.actor, describe(event));
  }
}

void Diagram::add_request(const Event& event, std::string_view arrow) {
  const auto found = messages_.find(event.a);
  if (found == messages_.end()) return;  // sent before this part of the log
  Message& message = found->second;
  message.open = false;
  std::string text = event.text.empty() ? message.text : event.text;
  if (arrow == kRequestArrow && message.arrivals++ > 0) text.append(" (again)");
  if (event.kind == EventKind::request_refused) text.append(" (refused)");
  if (event.kind == EventKind::request_intercepted) text.append(" (answered on the way)");
  add_arrow(message.sender, arrow, kServiceActor, text);
}

void Diagram::add_reply(const Event& event, std::string_view arrow) {
  const auto found = messages_.find(event.a);
  if (found == messages_.end()) return;
  add_arrow(kServiceActor, arrow, found->second.sender, event.text);
}

void Diagram::add_open_messages() {
  for (const auto& [number, message] : messages_) {
    if (message.open) {
      add_arrow(message.sender, kOpenArrow, kServiceActor, message.text + " (on the way)");
    }
  }
}

void Diagram::add_arrow(ActorId from, std::string_view arrow, ActorId to, std::string_view text) {
  actors_.insert(from);
  actors_.insert(to);
  lines_.append("  ").append(handle(from)).append(arrow).append(handle(to)).append(": ");
  lines_.append(plain(text)).append("\n");
}

void Diagram::add_note(ActorId actor, std::string_view text) {
  actors_.insert(actor);
  lines_.append("  Note over ").append(handle(actor)).append(": ").append(plain(text)).append("\n");
}

std::string Diagram::text(const std::vector<std::string>& actor_names) const {
  std::string text = "sequenceDiagram\n";
  for (const ActorId actor : actors_) {
    text.append("  participant ").append(handle(actor)).append(" as ");
    text.append(plain(actor_name(actor_names, actor))).append("\n");
  }
  return text.append(lines_);
}

}  // namespace

std::string to_mermaid(std::span<const Event> events, const std::vector<std::string>& actor_names) {
  Diagram diagram;
  std::size_t drawn = 0;
  while (drawn < events.size() && diagram.bytes() < kDiagramBytesMax) diagram.add(events[drawn++]);
  if (drawn < events.size()) {
    diagram.add_note(kLabActor, std::to_string(events.size() - drawn) + " more events");
  } else {
    diagram.add_open_messages();
  }
  return diagram.text(actor_names);
}

}  // namespace srl
