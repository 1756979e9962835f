// simdjson's DOM parser behind C functions: C++ parses, the caller walks the tape.
// The tape's format: https://github.com/simdjson/simdjson/blob/v3.0.1/doc/tape.md
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assay_json_parser assay_json_parser;

/// What went wrong, in groups that a caller can act on.
enum assay_json_status {
  ASSAY_JSON_OK = 0,
  /// No value in the input.
  ASSAY_JSON_EMPTY = 1,
  /// Nested deeper than the parser was made for.
  ASSAY_JSON_DEPTH = 2,
  /// Longer than the limit of the call, or memory ran out.
  ASSAY_JSON_CAPACITY = 3,
  /// Not JSON as RFC 8259 has it.
  ASSAY_JSON_SYNTAX = 4,
};

/// A parsed document. The pointers live until the next call with the same parser.
typedef struct assay_json_document {
  const uint64_t *tape;
  const uint8_t *strings;
  int32_t status;
  /// simdjson's own words, never null, static.
  const char *message;
} assay_json_document;

/// A parser that accepts `maximum_depth` nested containers; null when memory ran out.
assay_json_parser *assay_json_parser_create(size_t maximum_depth);
void assay_json_parser_destroy(assay_json_parser *parser);

/// Parses `length` bytes, which need no padding: they are copied behind the parser's own.
assay_json_document assay_json_parse(assay_json_parser *parser, const uint8_t *bytes, size_t length);

/// Gives back the buffers, which otherwise keep the size of the largest document.
void assay_json_parser_shrink(assay_json_parser *parser);

#ifdef __cplusplus
}
#endif
