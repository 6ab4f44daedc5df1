// SPDX-License-Identifier: MIT
#include "protocol/json_document.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace srl::test {
namespace {

JsonDocument document_of(std::string_view text) {
  Result<JsonDocument> document = parse_json(text, 10'000);
  REQUIRE(document.ok());
  return std::move(*document);
}

bool lies_in(std::string_view text, std::string_view source) {
  return text.data() >= source.data() && text.data() + text.size() <= source.data() + source.size();
}

}  // namespace

TEST_CASE("json document: plain texts and keys are seen in the source, escaped ones are kept") {
  const std::string source = R"({"plain":"as it is","esc\u0061ped":"two\nlines","empty":""})";
  const JsonDocument document = document_of(source);
  const JsonNode& root = document.root();
  CHECK(lies_in(*root.first()->text(), source));
  CHECK(lies_in(*root.find("plain")->text(), source));
  CHECK(lies_in(*root.find("empty")->text(), source));
  CHECK(*root.find("plain")->text() == "as it is");
  CHECK(*root.find("escaped")->text() == "two\nlines");
  CHECK_FALSE(lies_in(*root.find("escaped")->text(), source));
  CHECK(root.find("empty")->text()->empty());
}

TEST_CASE("json document: its texts stay valid when it moves, short ones too") {
  const std::string source = R"(["\n","a\tb","plain"])";
  JsonDocument first = document_of(source);
  const JsonDocument moved = std::move(first);
  const JsonNode* at = moved.root().first();
  CHECK(*at->text() == "\n");
  CHECK(*at->next()->text() == "a\tb");
  CHECK(*at->next()->next()->text() == "plain");
}

TEST_CASE("json document: a value is of one kind, and has nothing of the others") {
  const JsonDocument document = document_of(R"([null,false,0,"",[],{}])");
  std::vector<std::string> kinds;
  for (const JsonNode* at = document.root().first(); at != document.root().next();
       at = at->next()) {
    std::string kind;
    if (at->is_null()) kind.append("null ");
    if (at->boolean()) kind.append("boolean ");
    if (at->integer()) kind.append("integer ");
    if (at->text()) kind.append("text ");
    if (at->is_list()) kind.append("list ");
    if (at->is_object()) kind.append("object ");
    kinds.push_back(kind);
  }
  CHECK(kinds ==
        std::vector<std::string>{"null ", "boolean ", "integer ", "text ", "list ", "object "});
}

TEST_CASE("json document: what is nested is passed over, and found where it belongs") {
  const JsonDocument document =
      document_of(R"({"a":{"b":{"x":1},"c":[[2],{"x":3}]},"x":4,"d":[],"e":5})");
  const JsonNode& root = document.root();
  CHECK(*root.find("x")->integer() == 4);
  CHECK(*root.find("e")->integer() == 5);
  CHECK(*root.find("a")->find("b")->find("x")->integer() == 1);
  CHECK(root.find("a")->find("x") == nullptr);
  CHECK(root.find("b") == nullptr);
  CHECK(root.find("d")->first() == root.find("d")->next());
  CHECK(root.find("x")->find("x") == nullptr);
  const JsonNode* list = root.find("a")->find("c");
  CHECK(*list->first()->first()->integer() == 2);
  CHECK(*list->first()->next()->find("x")->integer() == 3);
}

TEST_CASE("json document: a key is no value that is spelled like it") {
  const JsonDocument document = document_of(R"({"a":"b","c":"a"})");
  CHECK(document.root().find("b") == nullptr);
  CHECK(*document.root().find("a")->text() == "b");
}

TEST_CASE("json document: a pointer leads through lists and objects") {
  const JsonDocument document = document_of(R"({"a":[0,{"b/c":[1,2]}],"d":3})");
  const JsonNode* root = &document.root();
  const JsonNode* list = root->find("a")->first()->next()->find("b/c");
  CHECK(json_pointer(root, root).empty());
  CHECK(json_pointer(root, list) == "/a/1/b~1c");
  CHECK(json_pointer(root, list->first()->next()) == "/a/1/b~1c/1");
  CHECK(json_pointer(root, root->find("d")) == "/d");
}

TEST_CASE("json document: a pointer escapes the two characters that mean something in it") {
  std::string pointer = "/a";
  append_json_pointer(pointer, "b/c~d");
  CHECK(pointer == "/a/b~1c~0d");
}

}  // namespace srl::test
