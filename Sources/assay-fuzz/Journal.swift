import Foundation

/// Owns two open files that hold the input at work and how to replay it, so that they are there after a trap.
final class Journal: Sendable {
  /// A folder that targets may write into.
  let workFolder: String
  private let inputPath: String
  private let namePath: String
  private let input: Int32
  private let name: Int32

  init(folder: String) throws {
    workFolder = "\(folder)/work"
    inputPath = "\(folder)/last-input"
    namePath = "\(folder)/last-replay"
    try? FileManager.default.removeItem(atPath: workFolder)
    try FileManager.default.createDirectory(atPath: workFolder, withIntermediateDirectories: true)
    input = unsafe open(inputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    name = unsafe open(namePath, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard input >= 0, name >= 0 else { throw POSIXError(.EIO) }
  }

  deinit {
    close(input)
    close(name)
  }

  /// Writes an input and the text that `--replay` takes.
  func record(_ input: [UInt8], _ name: String) throws {
    try Self.replace(input, in: self.input)
    try Self.replace(Array("\(name)\n".utf8), in: self.name)
  }

  private static func replace(_ bytes: [UInt8], in descriptor: Int32) throws {
    guard unsafe pwrite(descriptor, bytes, bytes.count, 0) == bytes.count,
      ftruncate(descriptor, off_t(bytes.count)) == 0
    else { throw POSIXError(.EIO) }
  }

  /// Writes an input under a name that its reader expects; returns the path.
  func file(_ name: String, _ input: [UInt8]) throws -> String {
    let path = "\(workFolder)/\(name)"
    try Self.write(input, to: path)
    return path
  }

  /// Replaces a file's content; unlike Foundation's writing it does not wait for the disk.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let file = unsafe fopen(path, "w")
    guard let file = unsafe file else { throw POSIXError(.EIO) }
    defer { unsafe fclose(file) }
    guard unsafe fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw POSIXError(.EIO) }
  }

  /// Nothing went wrong: removes what was kept.
  func clear() {
    for path in [inputPath, namePath, workFolder] {
      try? FileManager.default.removeItem(atPath: path)
    }
  }
}
