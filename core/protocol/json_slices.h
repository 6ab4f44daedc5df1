// SPDX-License-Identifier: MIT
// The parts of a JSON text as they stand in it, unparsed: so that one part that no parser takes
// does not take the others with it. Only brackets and quotes are looked at; what stands between
// them need not be JSON.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace srl {

// The first `count_max` elements of a list. Nothing when the text is not a list whose brackets and
// quotes match.
std::optional<std::vector<std::string_view>> json_element_slices(std::string_view text,
                                                                 std::size_t count_max);

// The value of an object's member; "" when there is none, or the text is no object. Where the key
// stands twice, the first. A key that is written with escapes is not found.
std::string_view json_member_slice(std::string_view text, std::string_view key);

// How often the key stands there.
std::size_t json_member_count(std::string_view text, std::string_view key);

}  // namespace srl
