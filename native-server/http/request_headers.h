// SPDX-License-Identifier: MIT
// What a request's headers say, as far as a server of static files asks. Pure functions of text.
#pragma once

#include <string_view>

namespace srl {

enum class Encoding { identity, gzip, br };

// True when the server is meant: this machine by a name of its own, with its port. Any other name
// is one that somebody made point here (DNS rebinding), to read the lab with the visitor's browser.
bool is_own_host(std::string_view host, int port);

// True when Accept-Encoding (RFC 9110 §12.5.3) allows the encoding.
bool accepts(std::string_view accept_encoding, Encoding encoding);

// True when If-None-Match (RFC 9110 §13.1.2) names the entity tag: nothing need be sent.
bool names_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace srl
