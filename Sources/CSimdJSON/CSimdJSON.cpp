#include "CSimdJSON.h"

#include <simdjson.h>

#include <memory>
#include <new>

struct assay_json_parser {
  explicit assay_json_parser(size_t depth) : maximum_depth(depth) { renew(); }

  // simdjson refuses at the depth it is given, hence one more.
  void renew() {
    parser = std::make_unique<simdjson::dom::parser>();
    needs_allocation = true;
  }

  size_t maximum_depth;
  bool needs_allocation = true;
  std::unique_ptr<simdjson::dom::parser> parser;
};

namespace {

int32_t status_of(simdjson::error_code error) {
  switch (error) {
    case simdjson::SUCCESS: return ASSAY_JSON_OK;
    case simdjson::EMPTY: return ASSAY_JSON_EMPTY;
    case simdjson::DEPTH_ERROR: return ASSAY_JSON_DEPTH;
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC: return ASSAY_JSON_CAPACITY;
    default: return ASSAY_JSON_SYNTAX;
  }
}

assay_json_document failure(simdjson::error_code error) {
  return {nullptr, nullptr, status_of(error), simdjson::error_message(error)};
}

// The depth can only be set together with a first capacity; later growth keeps it.
simdjson::error_code prepare(assay_json_parser &owner, size_t length) {
  if (!owner.needs_allocation) return simdjson::SUCCESS;
  simdjson::error_code error = owner.parser->allocate(length, owner.maximum_depth + 1);
  if (!error) owner.needs_allocation = false;
  return error;
}

}  // namespace

extern "C" {

assay_json_parser *assay_json_parser_create(size_t maximum_depth) {
  try {
    return new assay_json_parser(maximum_depth);
  } catch (...) {
    return nullptr;
  }
}

void assay_json_parser_destroy(assay_json_parser *parser) { delete parser; }

assay_json_document assay_json_parse(assay_json_parser *owner, const uint8_t *bytes, size_t length) {
  try {
    if (length == 0) return failure(simdjson::EMPTY);
    simdjson::error_code error = prepare(*owner, length);
    if (error) return failure(error);
    simdjson::dom::parser &parser = *owner->parser;
    error = parser.parse(bytes, length).error();
    if (error) return failure(error);
    return {parser.doc.tape.get(), parser.doc.string_buf.get(), ASSAY_JSON_OK, ""};
  } catch (...) {
    return failure(simdjson::MEMALLOC);
  }
}

void assay_json_parser_shrink(assay_json_parser *owner) {
  try {
    owner->renew();
  } catch (...) {
    // Out of memory while shrinking: the old parser stays, which is correct, only large.
  }
}

}
