internal import Glibc

/// Owns what arrives of one decoded body: in memory, or in a file.
struct BodySink: ~Copyable {
  private(set) var bytes: [UInt8] = []
  private(set) var count = 0
  let limit: Int
  private let path: String?
  private var descriptor: Int32 = -1

  enum Outcome: Equatable {
    case taken
    /// The limit was reached; everything before it was kept.
    case full
    /// The file cannot be written, with the system's words.
    case failed(String)
  }

  init(limit: Int, path: String?) {
    self.limit = limit
    self.path = path
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Makes room for a body of an announced size, but for no more than 8 MiB on a promise.
  mutating func reserve(_ announced: Int) {
    guard path == nil, announced > 0 else { return }
    bytes.reserveCapacity(min(announced, limit, 8 << 20))
  }

  /// Keeps as many bytes as the limit allows.
  mutating func take(_ chunk: UnsafeRawBufferPointer) -> Outcome {
    let kept = unsafe UnsafeRawBufferPointer(rebasing: chunk.prefix(limit - count))
    if path == nil {
      unsafe bytes.append(contentsOf: kept)
    } else if let problem = unsafe write(kept) {
      return .failed(problem)
    }
    count += kept.count
    return kept.count < chunk.count ? .full : .taken
  }

  /// Closes the file, and makes it when nothing arrived; the system's words when that fails.
  mutating func finish() -> String? {
    guard path != nil else { return nil }
    if let problem = open() { return problem }
    let result = close(descriptor)
    descriptor = -1
    return result == 0 ? nil : Self.systemMessage()
  }

  private mutating func open() -> String? {
    guard descriptor < 0, let path else { return nil }
    descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    return descriptor < 0 ? Self.systemMessage() : nil
  }

  private mutating func write(_ chunk: UnsafeRawBufferPointer) -> String? {
    if let problem = open() { return problem }
    var written = 0
    while written < chunk.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: chunk[written...])
      let result = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      if result > 0 {
        written += result
      } else if errno != EINTR {
        return Self.systemMessage()
      }
    }
    return nil
  }

  private static func systemMessage() -> String { unsafe String(cString: strerror(errno)) }
}
