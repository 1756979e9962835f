/// What went wrong between a registry's protocol and this program, and what to do about it.
package struct RegistryError: Error, CustomStringConvertible {
  /// The kinds of failure a caller may want to tell apart.
  package enum Code: String, Sendable {
    /// A name that cannot be put into a request path.
    case unusableName
    /// A feed page that is not what the protocol says.
    case badPage
    /// A database dump that cannot be read.
    case badDump
    /// A file that cannot be opened.
    case unreadableFile
  }

  package var code: Code
  /// What happened, where, and what to do.
  package var message: String
  package var cause: (any Error)?

  package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  package var description: String {
    cause.map { "\(message) (\($0))" } ?? message
  }
}

/// Why a stored document gives no facts: the reason of a `Rejection`.
package struct DocumentError: Error, Equatable, CustomStringConvertible {
  /// One sentence: what was found and what was expected.
  package var reason: String

  package init(_ reason: String) { self.reason = reason }

  package var description: String { reason }
}
