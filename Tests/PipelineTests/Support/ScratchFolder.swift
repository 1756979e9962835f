import Foundation

/// A temporary folder of one test, removed with its last reference.
final class ScratchFolder: Sendable {
  let path: String

  init() throws {
    let parent = FileManager.default.temporaryDirectory.path
    path = "\(parent)/assay-pipeline-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Writes a text into the folder and returns the file's path.
  func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  /// Writes bytes into the folder and returns the file's path.
  @discardableResult
  func write(_ data: Data, to name: String) throws -> String {
    let file = "\(path)/\(name)"
    try data.write(to: URL(fileURLWithPath: file))
    return file
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// The bytes of every file below a folder, by relative path.
func contents(of folder: String) throws -> [String: Data] {
  let paths = try FileManager.default.subpathsOfDirectory(atPath: folder)
  return Dictionary(
    uniqueKeysWithValues: paths.compactMap { path in
      FileManager.default.contents(atPath: "\(folder)/\(path)").map { (path, $0) }
    })
}

/// The files that differ between two folders, by relative path.
func differences(_ left: [String: Data], _ right: [String: Data]) -> [String] {
  Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }.sorted()
}
