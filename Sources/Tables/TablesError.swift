/// Why a table could not be read or written, where, and what to do about it.
package struct TablesError: Error, Sendable, CustomStringConvertible {
  /// The kind of failure, for callers that react to it.
  package enum Code: String, Sendable {
    /// The file is missing, is not a regular file, or may not be opened.
    case cannotOpen
    /// The operating system failed while reading.
    case cannotRead
    /// The operating system failed while writing; nothing was left under the final name.
    case cannotWrite
    /// The disk or the quota is full; nothing was left under the final name.
    case noSpace
    /// The bytes contradict the format.
    case malformed
    /// The bytes are valid, but use a part of the format that is not supported.
    case unsupported
    /// A limit on size was exceeded.
    case tooLarge
  }

  /// A place inside the file.
  package enum Location: Sendable, Equatable {
    /// A line, counted from 1.
    case line(Int)
    /// A byte offset, counted from 0.
    case byte(Int)
    /// A column by its name.
    case column(String)
  }

  package var code: Code
  /// What failed and how to remedy it.
  package var message: String
  /// The file, once known.
  package var path: String?
  /// Where in the file; nil when the failure concerns the whole file.
  package var location: Location?
  /// The `errno` of the failing system call; nil when none failed.
  package var systemError: Int32?

  init(
    _ code: Code, _ message: String, path: String? = nil, at location: Location? = nil,
    systemError: Int32? = nil
  ) {
    self.code = code
    self.message = message
    self.path = path
    self.location = location
    self.systemError = systemError
  }

  /// The same error with the file named, and a place where none was known.
  func within(_ path: String, at location: Location? = nil) -> TablesError {
    var error = self
    error.path = error.path ?? path
    error.location = error.location ?? location
    return error
  }

  /// The same error with a place, where none was known.
  func at(_ location: Location) -> TablesError {
    var error = self
    error.location = error.location ?? location
    return error
  }

  package var description: String {
    let place =
      switch location {
      case .line(let line): "line \(line)"
      case .byte(let offset): "byte \(offset)"
      case .column(let name): "column “\(name)”"
      case nil: String?.none
      }
    return [path, place, message].compactMap { $0 }.joined(separator: ": ")
  }
}

extension TablesError {
  /// Bytes that contradict the format.
  static func malformed(_ message: String) -> TablesError { TablesError(.malformed, message) }

  /// Bytes that use a part of the format that is not supported.
  static func unsupported(_ message: String) -> TablesError { TablesError(.unsupported, message) }

  /// A limit that was exceeded.
  static func tooLarge(_ message: String) -> TablesError { TablesError(.tooLarge, message) }
}
