/// Why a label file as a whole could not be read; single bad records are rejections instead.
package struct LabelsError: Error, CustomStringConvertible {
  /// What kind of failure it is.
  package enum Code: String, Sendable {
    case notFound, unreadable, unknownFormat, badHeader, badRow
  }

  package let code: Code
  /// What failed, where (path, line) and what to do.
  package let message: String
  /// The error underneath; nil when there is none.
  package let cause: (any Error)?

  /// States what failed, where, and the remedy.
  package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  package var description: String {
    cause.map { "\(message) (\($0))" } ?? message
  }
}
