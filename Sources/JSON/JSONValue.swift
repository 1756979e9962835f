/// One value of a parsed document: a place on simdjson's tape, cheap to copy.
///
/// Valid only inside the closure of `JSONParser.parse`. The pointers are unsafe and kept on purpose:
/// the tape is the document, and reading it in place is what makes walking as fast as parsing. They
/// stay valid because the parser keeps its buffers until the closure returns and refuses a second
/// document meanwhile. Every read stays in bounds because simdjson writes the tape itself.
/// Source: https://github.com/simdjson/simdjson/blob/v3.0.1/doc/tape.md
@safe public struct JSONValue {
  @usableFromInline let tape: UnsafePointer<UInt64>
  @usableFromInline let strings: UnsafePointer<UInt8>
  @usableFromInline let place: Int

  @inlinable
  @unsafe
  init(tape: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>, place: Int) {
    unsafe self.tape = tape
    unsafe self.strings = strings
    self.place = place
  }

  /// The tape's word at this value: the kind in the top byte, the payload below.
  @inlinable var word: UInt64 { unsafe tape[place] }

  @inlinable var kind: UInt8 { UInt8(truncatingIfNeeded: word >> 56) }

  @inlinable var payload: Int { Int(word & 0x00FF_FFFF_FFFF_FFFF) }

  /// The place behind this value: behind the closing word of a container.
  @inlinable var nextPlace: Int {
    switch kind {
    case Kind.object, Kind.array: Int(UInt32(truncatingIfNeeded: word))
    case Kind.signed, Kind.unsigned, Kind.double: place + 2
    default: place + 1
    }
  }

  @inlinable func at(_ place: Int) -> JSONValue {
    unsafe JSONValue(tape: tape, strings: strings, place: place)
  }

  /// The letters that simdjson marks tape words with.
  @usableFromInline enum Kind {
    @inlinable static var object: UInt8 { 0x7B }
    @inlinable static var array: UInt8 { 0x5B }
    @inlinable static var string: UInt8 { 0x22 }
    @inlinable static var signed: UInt8 { 0x6C }
    @inlinable static var unsigned: UInt8 { 0x75 }
    @inlinable static var double: UInt8 { 0x64 }
    @inlinable static var yes: UInt8 { 0x74 }
    @inlinable static var no: UInt8 { 0x66 }
    @inlinable static var null: UInt8 { 0x6E }
  }

  public var isNull: Bool { kind == Kind.null }
  public var isObject: Bool { kind == Kind.object }
  public var isArray: Bool { kind == Kind.array }
  public var isString: Bool { kind == Kind.string }

  /// Nil when the value is neither `true` nor `false`.
  public var bool: Bool? {
    switch kind {
    case Kind.yes: true
    case Kind.no: false
    default: nil
    }
  }

  /// Nil when the value is no number, has a fraction, or is outside 64 bits.
  public var int: Int64? {
    switch kind {
    case Kind.signed: unsafe Int64(bitPattern: tape[place + 1])
    case Kind.unsigned: unsafe Int64(exactly: tape[place + 1])
    case Kind.double: unsafe Int64(exactly: Double(bitPattern: tape[place + 1]))
    default: nil
    }
  }

  /// Nil when the value is no number; integers beyond 2^53 are rounded to the nearest double.
  public var double: Double? {
    switch kind {
    case Kind.signed: unsafe Double(Int64(bitPattern: tape[place + 1]))
    case Kind.unsigned: unsafe Double(tape[place + 1])
    case Kind.double: unsafe Double(bitPattern: tape[place + 1])
    default: nil
    }
  }
}
