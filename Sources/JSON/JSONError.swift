/// Why a document could not be read as JSON.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What a caller can tell apart.
  package enum Code: String, Sendable {
    /// Nothing but white space.
    case empty
    /// More nested containers than the parser allows.
    case tooDeep
    /// More bytes than the parser allows, or memory ran out.
    case tooLarge
    /// Not JSON, also after the repair.
    case syntax
  }

  package var code: Code
  /// Offset of the first byte that cannot be read; nil when it is not known.
  package var byteOffset: Int?
  /// What is wrong, where, and what to do.
  package var message: String

  package init(_ code: Code, at byteOffset: Int? = nil, _ message: String) {
    self.code = code
    self.byteOffset = byteOffset
    self.message = message
  }

  package var description: String { message }
}
