/// Why a stage or command could not go on: what, where, and what to do about it.
package struct PipelineError: Error, CustomStringConvertible {
  package enum Code: Sendable {
    /// A setting is missing or wrong: exit code 2.
    case usage
    /// A registry could not be reached or answered nonsense.
    case registry
    /// An artefact of an earlier stage is missing or unreadable.
    case missingArtefact
    /// More items were rejected than the configured share.
    case tooManyRejections
    /// An evaluation would measure something else than malice.
    case leak
  }

  package var code: Code
  package var message: String
  package var cause: (any Error)?

  package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  package var description: String {
    guard let cause else { return message }
    return "\(message)\n  because: \(cause)"
  }
}
