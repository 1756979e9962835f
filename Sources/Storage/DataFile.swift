import Foundation

/// Owns one open file: positioned reads, appends, cuts and syncs, each failure a `StorageError`.
final class DataFile {
  let path: String
  private let descriptor: Int32

  /// How a file is opened.
  enum Mode {
    case read
    /// Reading and writing; created when missing.
    case update
    /// Reading and writing; must not exist yet.
    case create
    /// Writing from the start; what was there is gone.
    case replace

    fileprivate var flags: Int32 {
      switch self {
      case .read: O_RDONLY
      case .update: O_RDWR | O_CREAT
      case .create: O_RDWR | O_CREAT | O_EXCL
      case .replace: O_RDWR | O_CREAT | O_TRUNC
      }
    }
  }

  init(path: String, _ mode: Mode) throws(StorageError) {
    let opened = unsafe open(path, mode.flags | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw .system("open", path: path) }
    self.path = path
    descriptor = opened
  }

  /// Bytes in the file now.
  func size() throws(StorageError) -> Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .system("stat", path: path) }
    return Int(status.st_size)
  }

  /// Up to `count` bytes from `offset`; fewer only at the end of the file.
  func read(at offset: Int, count: Int) throws(StorageError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    let got = try read(at: offset, into: &buffer)
    buffer.removeSubrange(got...)
    return buffer
  }

  /// Fills the buffer from `offset` and returns how many bytes there were.
  func read(at offset: Int, into buffer: inout [UInt8]) throws(StorageError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let got = unsafe buffer.withUnsafeMutableBytes { bytes in
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
        return unsafe pread(descriptor, rest.baseAddress, rest.count, offset + filled)
      }
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw .system("read", path: path) }
      if got == 0 { break }
      filled += got
    }
    return filled
  }

  /// Writes all bytes at `offset`.
  func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(StorageError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { all in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: all[written...])
        return unsafe pwrite(descriptor, rest.baseAddress, rest.count, offset + written)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .system("write", path: path) }
      written += count
    }
  }

  /// Cuts the file to `size` bytes.
  func truncate(to size: Int) throws(StorageError) {
    guard ftruncate(descriptor, size) == 0 else { throw .system("truncate", path: path) }
  }

  /// Waits until all bytes are on the disk.
  func sync() throws(StorageError) {
    guard fsync(descriptor) == 0 else { throw .system("sync", path: path) }
  }

  /// Waits until the names in a folder are on the disk.
  static func syncFolder(_ path: String) throws(StorageError) {
    let opened = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { throw .system("open", path: path) }
    defer { close(opened) }
    guard fsync(opened) == 0 else { throw .system("sync", path: path) }
  }

  /// Whether there is something of that name.
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Removes a file; one that is not there is fine.
  static func remove(_ path: String) throws(StorageError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else { throw .system("remove", path: path) }
  }

  /// Gives a file another name, replacing what had it.
  static func rename(_ path: String, to target: String) throws(StorageError) {
    guard unsafe Foundation.rename(path, target) == 0 else { throw .system("rename", path: path) }
  }

  /// Makes a folder and those above it.
  static func makeFolder(_ path: String) throws(StorageError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw StorageError(
        .inputOutput, "cannot make the folder \(path). Check the path and its rights.", cause: error
      )
    }
  }

  deinit { close(descriptor) }
}
