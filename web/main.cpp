// SPDX-License-Identifier: MIT
// The web app's composition root: the lab on the platform.
#include "ui/lab.h"

int main() {
  static srl::web::ui::Lab lab;
  srl::web::platform::start(lab);
  return 0;
}
