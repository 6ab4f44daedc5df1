// SPDX-License-Identifier: MIT
// What a request's headers say, as far as the server asks. Pure functions of text.
#pragma once

#include <string_view>

namespace srl {

enum class Encoding { identity, gzip, br };

// True when the server is meant: this machine by a name of its own, with its port. Any other name
// is one that was made to point here (DNS rebinding), to read the lab with the visitor's browser.
bool is_own_host(std::string_view host, int port);

// True when a page of this server is what made the browser ask.
bool is_own_origin(std::string_view origin, int port);

// True for the media type application/json, whatever its parameters.
bool is_json(std::string_view content_type);

// True when Accept-Encoding (RFC 9110 §12.5.3) allows the encoding.
bool accepts(std::string_view accept_encoding, Encoding encoding);

// True when If-None-Match (RFC 9110 §13.1.2) names the entity tag: nothing need be sent.
bool names_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace srl
