import Foundation

/// Keeps the input at work on disk, so that it is there after a trap.
struct Journal {
  /// A folder that targets may write into.
  let workFolder: String
  private let inputPath: String
  private let namePath: String

  init(folder: String) throws {
    workFolder = "\(folder)/work"
    inputPath = "\(folder)/last-input"
    namePath = "\(folder)/last-replay"
    try? FileManager.default.removeItem(atPath: workFolder)
    try FileManager.default.createDirectory(atPath: workFolder, withIntermediateDirectories: true)
  }

  /// Writes an input and the text that `--replay` takes.
  func record(_ input: [UInt8], _ name: String) throws {
    try Self.write(input, to: inputPath)
    try Self.write(Array("\(name)\n".utf8), to: namePath)
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
