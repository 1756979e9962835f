import Foundation

/// Who may write to a corpus next: a watch holds the corpus lock most of the time, and a night must get its turn.
///
/// Two lock files beside the corpus lock, released by the kernel when their holder dies: `watch.lock` says that a
/// watch runs, `turn.lock` that somebody waits for it to let go.
/// Source: https://man7.org/linux/man-pages/man2/flock.2.html
package final class CorpusTurn: Sendable {
  private let descriptor: Int32

  /// Nil when another process has the lock.
  private init?(path: String) throws {
    let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard opened >= 0 else {
      throw PipelineError(
        .usage, "cannot open \(path): check the folder's permissions and the disk's space")
    }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      close(opened)
      return nil
    }
    descriptor = opened
  }

  deinit {
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Says that a watch runs for as long as the value lives; nil when one runs already.
  package static func watch(_ root: String) throws -> CorpusTurn? {
    try CorpusTurn(path: "\(root)/watch.lock")
  }

  /// Asks for the next turn for as long as the value lives; nil when somebody else waits already.
  package static func ask(_ root: String) throws -> CorpusTurn? {
    try CorpusTurn(path: "\(root)/turn.lock")
  }

  /// Whether a watch runs on the corpus.
  package static func isWatched(_ root: String) throws -> Bool {
    guard FileManager.default.fileExists(atPath: "\(root)/watch.lock") else { return false }
    return try watch(root) == nil
  }

  /// Whether somebody waits for the corpus.
  package static func isAsked(_ root: String) throws -> Bool {
    guard FileManager.default.fileExists(atPath: "\(root)/turn.lock") else { return false }
    return try ask(root) == nil
  }
}
