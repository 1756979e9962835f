import Foundation

/// Owns the exclusive lock of a corpus; the kernel releases it when the process dies.
///
/// Source: https://man7.org/linux/man-pages/man2/flock.2.html
final class CorpusLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock on `folder/lock` and writes the process id into it.
  ///
  /// Throws `StorageError.Code.locked` with the holder's process id when somebody else has it.
  init(folder: String) throws(StorageError) {
    let path = "\(folder)/lock"
    let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw .system("open", path: path) }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let number = errno
      let holder = Self.holder(opened)
      close(opened)
      guard number == EWOULDBLOCK else { throw .system("lock", path: path, number: number) }
      throw StorageError(
        .locked,
        "\(folder) is being written by process \(holder). Wait for it to finish, or stop it.")
    }
    descriptor = opened
    let text = Array("\(getpid())\n".utf8)
    _ = ftruncate(opened, 0)
    _ = unsafe text.withUnsafeBytes { unsafe pwrite(opened, $0.baseAddress, $0.count, 0) }
  }

  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
    }
    let digits = bytes.prefix(max(0, count)).prefix { (0x30...0x39).contains($0) }
    return digits.isEmpty ? "(unknown)" : String(decoding: digits, as: UTF8.self)
  }

  /// Unlocks by itself: a child process that is just being started may hold a copy of the descriptor.
  deinit {
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
