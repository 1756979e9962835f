import Foundation

/// Owns an open regular file that is read by position, from any thread.
final class InputFile: Sendable {
  /// The size in bytes when it was opened.
  let size: Int

  private let descriptor: Int32

  /// Opens a regular file; a folder, a pipe or a device is refused.
  init(path: String) throws(TablesError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let reason = unsafe String(cString: strerror(errno))
      throw TablesError(.cannotOpen, "cannot open the file: \(reason)", systemError: errno)
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw TablesError(.cannotOpen, "not a regular file; give the path of a table file")
    }
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Reads exactly `count` bytes at an offset; both must lie inside the file.
  func bytes(at offset: Int, count: Int) throws(TablesError) -> [UInt8] {
    guard offset >= 0, count >= 0, offset <= size, count <= size - offset else {
      throw .malformed("bytes \(offset) to \(offset &+ count) lie outside the file of \(size)")
    }
    guard count > 0 else { return [] }
    var failure: TablesError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let read = unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled,
          off_t(offset + filled))
        if read < 0, errno == EINTR { continue }
        guard read > 0 else {
          failure = Self.failure(read, errno)
          return
        }
        filled += read
      }
    }
    if let failure { throw failure }
    return bytes
  }

  private static func failure(_ result: Int, _ number: Int32) -> TablesError {
    if result == 0 { return TablesError(.cannotRead, "the file became shorter while being read") }
    let reason = unsafe String(cString: strerror(number))
    return TablesError(.cannotRead, "cannot read the file: \(reason)", systemError: number)
  }
}
