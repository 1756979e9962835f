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
    try Data(input).write(to: URL(filePath: inputPath))
    try Data("\(name)\n".utf8).write(to: URL(filePath: namePath))
  }

  /// Writes an input under a name that its reader expects; returns the path.
  func file(_ name: String, _ input: [UInt8]) throws -> String {
    let path = "\(workFolder)/\(name)"
    try Data(input).write(to: URL(filePath: path))
    return path
  }

  /// Nothing went wrong: removes what was kept.
  func clear() {
    for path in [inputPath, namePath, workFolder] {
      try? FileManager.default.removeItem(atPath: path)
    }
  }
}
