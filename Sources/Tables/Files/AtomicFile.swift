import Foundation

/// Owns a file being written under a temporary name, which gets its real name when complete.
///
/// Dropped before `commit`, it removes the temporary file; a reader never sees half a file.
final class AtomicFile {
  /// Bytes written so far, which is the offset of the next byte.
  private(set) var offset = 0

  private let path: String
  private let temporaryPath: String
  private var descriptor: Int32

  /// Creates the temporary file in the folder of `path`.
  init(path: String) throws(TablesError) {
    let (folder, name) = Self.split(path)
    var attempt = 0
    while true {
      let candidate = "\(folder)/.\(name.suffix(100)).\(getpid())-\(attempt).tmp"
      let descriptor = unsafe open(candidate, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      if descriptor >= 0 {
        (self.path, temporaryPath, self.descriptor) = (path, candidate, descriptor)
        return
      }
      guard errno == EEXIST, attempt < 1000 else { throw Self.failure("create", path, errno) }
      attempt += 1
    }
  }

  deinit {
    if descriptor >= 0 { abandon() }
  }

  /// Appends bytes.
  func write(_ bytes: [UInt8]) throws(TablesError) {
    var written = 0
    while written < bytes.count {
      let start = written
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Foundation.write(
          descriptor, buffer.baseAddress.map { unsafe $0 + start }, buffer.count - start)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw Self.failure("write", path, errno)
      }
      written += count
    }
    offset += bytes.count
  }

  /// Makes the bytes durable and gives the file its real name, replacing an older one.
  func commit() throws(TablesError) {
    guard fsync(descriptor) == 0 else { throw Self.failure("fsync", path, errno) }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0, unsafe rename(temporaryPath, path) == 0 else {
      let error = Self.failure("rename to", path, errno)
      unsafe unlink(temporaryPath)
      throw error
    }
    try Self.syncFolder(of: path)
  }

  private func abandon() {
    close(descriptor)
    unsafe unlink(temporaryPath)
  }

  private static func split(_ path: String) -> (folder: Substring, name: Substring) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path[...]) }
    let folder = slash == path.startIndex ? "/" : path[..<slash]
    return (folder, path[path.index(after: slash)...])
  }

  /// Makes the new name itself durable.
  private static func syncFolder(of path: String) throws(TablesError) {
    let folder = String(split(path).folder)
    let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open the folder of", path, errno) }
    defer { close(descriptor) }
    // Some network file systems refuse to sync a folder; the file itself is durable by now.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw failure("fsync the folder of", path, errno)
    }
  }

  private static func failure(_ action: String, _ path: String, _ number: Int32) -> TablesError {
    let isFull = number == ENOSPC || number == EDQUOT
    let remedy =
      switch number {
      case ENOSPC: "free some space and run again"
      case EDQUOT: "the quota is used up: free some space and run again"
      case ENOENT: "create the folder first"
      case EACCES, EPERM, EROFS: "check the permissions of the folder"
      default: "the older file, if any, is unchanged"
      }
    let reason = unsafe String(cString: strerror(number))
    return TablesError(
      isFull ? .noSpace : .cannotWrite, "cannot \(action) the file: \(reason); \(remedy)",
      path: path, systemError: number)
  }
}
