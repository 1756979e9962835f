internal import CSimdJSON

/// Owns one simdjson parser and its buffers; use one per task.
///
/// Parsing is strict first (RFC 8259, https://www.rfc-editor.org/rfc/rfc8259). Only when that fails,
/// the bytes are repaired (see `JSONRepair`) and parsed once more.
@safe package final class JSONParser {
  /// The most nested arrays and objects of a document; an empty one inside is not counted.
  package let maximumDepth: Int
  /// The most bytes of a document, after a repair too.
  package let maximumBytes: Int
  private let handle: OpaquePointer
  private var isBusy = false

  /// Buffers above this size are given back after the document that needed them.
  private static let keptBytes = 32 << 20

  package init(maximumDepth: Int = 512, maximumBytes: Int = 512 << 20) {
    precondition(maximumDepth > 0, "maximumDepth must be positive")
    precondition(maximumBytes <= 1 << 30, "simdjson counts tape places in 32 bits")
    guard let handle = unsafe assay_json_parser_create(maximumDepth) else {
      preconditionFailure("out of memory")
    }
    self.maximumDepth = maximumDepth
    self.maximumBytes = maximumBytes
    unsafe self.handle = handle
  }

  deinit { unsafe assay_json_parser_destroy(handle) }

  /// Parses a document and hands its root to the closure; the value must not leave the closure.
  ///
  /// `wasRepaired` says that the bytes were not valid JSON as received. Parsing another document
  /// with the same parser inside the closure is a programmer's error and traps.
  /// Throws `JSONError`, or what the closure throws.
  package func parse<R>(
    _ bytes: [UInt8], _ body: (JSONValue, _ wasRepaired: Bool) throws -> R
  ) throws -> R {
    try parse(bytes[...], body)
  }

  /// Parses a part of a buffer, as one line of a JSON Lines file.
  package func parse<R>(
    _ bytes: ArraySlice<UInt8>, _ body: (JSONValue, _ wasRepaired: Bool) throws -> R
  ) throws -> R {
    precondition(!isBusy, "one document at a time: the parser's buffers are in use")
    isBusy = true
    defer { release(after: bytes.count) }
    let content = bytes.starts(with: JSONRepair.byteOrderMark) ? bytes.dropFirst(3) : bytes
    let document = unsafe try read(content)
    if let root = unsafe JSONValue(document) { return try body(root, false) }
    guard unsafe document.status == ASSAY_JSON_SYNTAX.status,
      let repaired = JSONRepair.repaired(content)
    else { throw unsafe failure(document, in: bytes) }
    let second = unsafe try read(repaired[...])
    guard let root = unsafe JSONValue(second) else { throw unsafe failure(second, in: bytes) }
    return try body(root, true)
  }

  private func read(_ bytes: ArraySlice<UInt8>) throws(JSONError) -> assay_json_document {
    guard bytes.count <= maximumBytes else {
      throw JSONError(
        .tooLarge, at: maximumBytes,
        "JSON document of \(bytes.count) bytes is above the limit of \(maximumBytes)")
    }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe assay_json_parse(handle, buffer.baseAddress, buffer.count)
    }
  }

  private func release(after count: Int) {
    isBusy = false
    if count > Self.keptBytes { unsafe assay_json_parser_shrink(handle) }
  }

  private func failure(_ document: assay_json_document, in bytes: ArraySlice<UInt8>) -> JSONError {
    let reason = unsafe String(cString: document.message)
    switch unsafe document.status {
    case ASSAY_JSON_EMPTY.status:
      return JSONError(.empty, at: 0, "JSON document of \(bytes.count) bytes holds no value")
    case ASSAY_JSON_DEPTH.status:
      return JSONError(.tooDeep, "JSON document is nested deeper than \(maximumDepth) levels")
    case ASSAY_JSON_CAPACITY.status:
      return JSONError(.tooLarge, "JSON document of \(bytes.count) bytes needs too much memory")
    default:
      return JSONError(.syntax, "not JSON, even after repair: \(reason)")
    }
  }
}

extension assay_json_status {
  fileprivate var status: Int32 { Int32(rawValue) }
}

extension JSONValue {
  /// The root of a document; nil when the document did not parse.
  fileprivate init?(_ document: assay_json_document) {
    guard unsafe document.status == ASSAY_JSON_OK.status, let tape = unsafe document.tape,
      let strings = unsafe document.strings
    else { return nil }
    // Place 0 of the tape is the frame around the document; the root value follows it.
    unsafe self.init(tape: tape, strings: strings, place: 1)
  }
}
