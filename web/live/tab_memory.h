// SPDX-License-Identifier: MIT
// What the browser remembers about devices: which ones there are in it, and which one this tab is.
// Where storage is refused, it remembers nothing.
#pragma once

#include <string>
#include <vector>

#include "model/session.h"

namespace srl::web {

class TabMemory {
 public:
  virtual ~TabMemory() = default;
  // Of this tab, over reloads; "" at its first visit.
  virtual std::string own_device() const = 0;
  virtual void set_own_device(const std::string& id) = 0;
  // → LiveMode::on_devices: those of all tabs, oldest first, by their databases.
  virtual void find_devices() = 0;
  // A list beside the databases, for a browser that does not list these. It is written later than
  // they are: a killed browser may have forgotten a device whose changes it has kept.
  virtual std::vector<std::string> noted_devices() const = 0;
  virtual void note_devices(const std::vector<std::string>& ids) = 0;
  // Not offered any more. Its database stays where it is.
  virtual void leave_out_device(const std::string& id) = 0;
  // Has the person signed out on this tab's device? Then it is not to become a guest by itself.
  virtual bool is_signed_out() const = 0;
  virtual void set_signed_out(bool signed_out) = 0;
  // A guest's session of another device in this browser, with its tokens; nobody's where there is
  // none.
  virtual Session guest_of_another_tab() const = 0;
};

}  // namespace srl::web
