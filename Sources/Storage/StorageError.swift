import Foundation
import GRDB

/// What went wrong in the corpus, where, and what to do about it.
package struct StorageError: Error, CustomStringConvertible {
  /// The kinds of failure a caller may tell apart.
  package enum Code: String, Sendable {
    /// Another process writes to the corpus.
    case locked
    /// The disk or a quota is full; the batch was not committed.
    case diskFull
    /// The operating system refused a file operation.
    case inputOutput
    /// Stored bytes are not what was written.
    case corrupt
    /// The catalog cannot be read as a catalog.
    case catalog
    /// A capture cannot be stored as it is.
    case badCapture
    /// A body was asked for that was never stored.
    case missingBody
    /// The store was opened for reading.
    case readOnly
    /// The store was closed, or an earlier failure closed it.
    case closed
  }

  package var code: Code
  /// What failed, where, and the remedy.
  package var message: String
  package var cause: (any Error)?

  package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  package var description: String {
    let reason = cause.map { " (\($0))" } ?? ""
    return "\(code.rawValue): \(message)\(reason)"
  }
}

extension StorageError {
  /// The error of a failed system call; a full disk, quota or file limit gets its own code.
  static func system(_ call: String, path: String, number: Int32 = errno) -> StorageError {
    let reason = unsafe String(cString: strerror(number))
    if number == ENOSPC || number == EDQUOT || number == EFBIG {
      return .full("\(call) \(path): \(reason)")
    }
    return StorageError(.inputOutput, "\(call) \(path): \(reason). Check the path and its rights.")
  }

  /// A full disk: nothing of the open batch was committed.
  static func full(_ what: String, cause: (any Error)? = nil) -> StorageError {
    StorageError(
      .diskFull,
      "\(what). The open batch was not committed; free some space and run again, it continues.",
      cause: cause)
  }

  /// Damage at a place in a segment.
  static func corrupt(_ path: String, at offset: Int, _ what: String) -> StorageError {
    StorageError(
      .corrupt, "\(path), byte \(offset): \(what). Run `assay verify` to list all damage.")
  }

  /// Translates what the database reports; other errors pass through.
  static func translating(_ error: any Error, path: String) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    switch error.resultCode {
    case .SQLITE_FULL:
      return full("catalog \(path)", cause: error)
    case .SQLITE_IOERR:
      // Where the reason is a limit on files or a quota, SQLite knows no more than that.
      return full("\(path) cannot be read or written: the disk is full or failing", cause: error)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return StorageError(
        .catalog,
        "\(path) is damaged. Run `assay verify --repair` to rebuild it from the segments.",
        cause: error)
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
      return StorageError(
        .catalog,
        "\(path) cannot be opened: check its rights and those of its folder; a log of unfinished work needs a folder that can be written to.",
        cause: error)
    case .SQLITE_ERROR where (error.message ?? "").hasPrefix("no such table"):
      return StorageError(
        .catalog,
        "\(path) is no catalog. Run `assay verify --repair` to rebuild it from the segments.",
        cause: error)
    default:
      return StorageError(.catalog, "\(path): \(error.message ?? "failed")", cause: error)
    }
  }
}
