// SPDX-License-Identifier: MIT
#include "app/device_text.h"

#include "app/task_words.h"
#include "app/text_runs.h"
#include "app/time_text.h"

namespace srl::web {
namespace {

constexpr std::string_view kClaims[] = {
    "Offline", "Unsynced", "Syncing", "Waiting to retry", "Synced", "Signed out", "Sign-in needed"};
constexpr std::string_view kStatuses[] = {
    "In memory", "Saved on device",     "Sending",           "Waiting to retry", "Parked",
    "Synced",    "Waiting for sign-in", "Lost by the server"};
constexpr std::string_view kSessions[] = {"Signed out", "Signed in", "Refreshing tokens",
                                          "Sign-in needed", "Code sent"};
// By OpKind.
constexpr std::string_view kRefused[] = {"New task", "Change to", "Deletion of", "Decision about"};

void capitalise(std::string& text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
}

}  // namespace

std::string claim_text(const DeviceView& view, TimeMs now_ms) {
  std::string text(kClaims[static_cast<std::size_t>(view.claim)]);
  if (view.claim != SyncClaim::waiting_retry || view.next_attempt_ms <= now_ms) return text;
  // Rounded up: otherwise it would say "in 0 s" for a whole second.
  const DurationMs seconds = (view.next_attempt_ms - now_ms + kSecondMs - 1) / kSecondMs;
  return text + " in " +
         (seconds < 60 ? std::to_string(seconds) + " s" : format_duration(seconds * kSecondMs));
}

std::string trouble_text(const DeviceView& view) {
  if (view.trouble == ErrorCode::foreign_answer) {
    return "A proxy, a firewall or a network's sign-in page answers in the server's place. Nothing "
           "is lost: every change is kept and sent again.";
  }
  if (view.trouble == ErrorCode::unreadable_answer) {
    return "The server's answer cannot be understood: it was cut on its way, or the server is "
           "newer than this app. Every change is kept and sent again.";
  }
  return "";
}

std::string parked_text(const DeviceView& view) {
  if (view.parked_for_size == 0) {
    return "All attempts are spent. They are kept here until you try again.";
  }
  return counted(view.parked_for_size, "change is", "changes are") +
         " too large for the way to the server: another network may take more. What is parked is "
         "kept here until you try again.";
}

RowStatus told_status(RowStatus status, bool keeps) {
  return status == RowStatus::saved_on_device && !keeps ? RowStatus::in_memory : status;
}

std::string_view status_text(RowStatus status) {
  return kStatuses[static_cast<std::size_t>(status)];
}

std::string count_text(const TaskCounts& counts, const DeviceView& view) {
  std::string text = counted(counts.tasks, "task", "tasks");
  if (counts.open != counts.tasks) text += ", " + std::to_string(counts.open) + " open";
  if (view.open_count != counts.open) {
    text += " · server counts " + std::to_string(view.open_count) + " open";
  }
  return text;
}

bool is_count_wrong(const TaskCounts& counts, const DeviceView& view) {
  return view.claim == SyncClaim::synced && view.open_count != counts.open;
}

std::string surplus_text(const TaskCounts& counts) {
  return counts.surplus == 0 ? "" : counted(counts.surplus, "duplicate", "duplicates");
}

std::string duplicate_text(const TaskLine& line) {
  if (!line.is_duplicate()) return "";
  return "Duplicate, " + std::to_string(line.copy) + " of " + std::to_string(line.copies);
}

std::string_view priority_text(Priority priority) {
  return priority == Priority::medium ? "" : priority_title(priority);
}

std::string rejected_text(const RejectedView& rejected) {
  std::string text(kRefused[static_cast<std::size_t>(rejected.kind)]);
  return rejected.title.empty() ? text.append(" a task") : text + " “" + rejected.title + "”";
}

std::string user_text(const SessionView& session) {
  if (session.account == kNobody) return "";
  return session.email.empty() ? "Guest" : session.email;
}

std::string_view session_text(SessionState state) {
  return kSessions[static_cast<std::size_t>(state)];
}

std::string blocked_text(const SessionView& session) {
  if (session.blocked_auth == 0) return "";
  std::string text = counted(session.blocked_auth, "change waits", "changes wait");
  return text + (session.is_signed_in() ? " for new tokens" : " for you to sign in");
}

std::string review_text(const SessionView& session) {
  if (session.blocked_review == 0) return "";
  return counted(session.blocked_review, "change", "changes") + " from before signing in";
}

std::string lost_text(const LostWork& lost, TimeMs now_ms, const TimeZone& zone) {
  if (lost.count == 0) return "";
  const std::string first = short_moment_text(lost.first_ms, now_ms, zone);
  const std::string last = short_moment_text(lost.last_ms, now_ms, zone);
  std::string text = counted(lost.count, "change from ", "changes from ") + first;
  if (last != first) text += " to " + last;
  return text + (lost.count == 1 ? " is" : " are") + " not on the server any more";
}

std::string others_text(const SessionView& session) {
  if (session.of_others == 0) return "";
  const bool nobody = session.account == kNobody;
  return counted(session.of_others, "change", "changes") +
         (nobody ? " kept until its user signs in" : " of another user kept here");
}

std::string session_problem_text(ErrorCode problem) {
  switch (problem) {
    case ErrorCode::none: return "";
    case ErrorCode::code_wrong:
      return "That code is wrong or was used already. After five wrong ones it is spent.";
    case ErrorCode::code_spent: return "That code is spent or too old. Ask for a new one.";
    case ErrorCode::too_many_requests: return "Too many attempts. Wait a minute, then ask again.";
    case ErrorCode::timeout:
    case ErrorCode::unreachable:
    case ErrorCode::unavailable: return "The server did not answer. Try again.";
    case ErrorCode::sign_in_not_set_up:
      return "This server sends no codes. Start it with --lab, and its log has them, or with "
             "--smtp; or go on as a guest.";
    case ErrorCode::forbidden: return "This server lets no guests in. Sign in by e-mail.";
    default: return std::string(error_title(problem)) + ".";
  }
}

std::string session_age_text(TimeMs since_ms, TimeMs last_used_ms, TimeMs now_ms) {
  const auto ago = [now_ms](TimeMs time_ms) {
    const DurationMs passed = now_ms - time_ms;  // the service's clock may be another
    if (passed < kSecondMs) return std::string("just now");
    if (passed < kMinuteMs) return std::to_string(passed / kSecondMs) + " s ago";
    return format_duration(passed) + " ago";
  };
  return "Signed in " + ago(since_ms) + ", used " + ago(last_used_ms);
}

std::string cut_text(std::string_view kept) {
  return "Cut at " + std::to_string(character_ends(kept).size()) +
         " characters: there is no room for more";
}

std::string complaint_text(const Error& error) {
  const bool says_it_all = error.code == ErrorCode::bad_value ||
                           error.code == ErrorCode::too_large ||
                           error.code == ErrorCode::not_possible;
  std::string text = says_it_all && !error.detail.empty() ? error.detail : describe(error);
  capitalise(text);
  return text;
}

}  // namespace srl::web
