/// What a distribution's file name says.
enum PyPIFileName {
  private static let builtEndings = [Array(".whl".utf8), Array(".egg".utf8)]
  private static let sourceEndings = [
    ".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz", ".tar.z", ".tar",
  ].map { Array($0.utf8) }

  /// Whether the file is a source distribution, by its ending.
  static func isSource(_ name: [UInt8]) -> Bool { sourceEndings.contains { ends(name, with: $0) } }

  /// The version in the name of a project's file; nil when the name does not follow the rules.
  ///
  /// The key is the project's normal form. Old names that do not start with it are cut at the last hyphen.
  static func version(in name: [UInt8], of key: [UInt8]) -> ArraySlice<UInt8>? {
    if let ending = builtEndings.first(where: { ends(name, with: $0) }) {
      let stem = name.dropLast(ending.count)
      guard let start = stem.firstIndex(of: 0x2D) else { return nil }
      return stem[(start + 1)...].prefix { $0 != 0x2D }
    }
    guard let ending = sourceEndings.first(where: { ends(name, with: $0) }) else { return nil }
    let stem = name.dropLast(ending.count)
    let dash = end(of: key, in: stem) ?? stem.lastIndex(of: 0x2D)
    return dash.map { stem[($0 + 1)...] }
  }

  /// The index of the hyphen behind a project's name in any of its spellings.
  private static func end(of key: [UInt8], in stem: ArraySlice<UInt8>) -> Int? {
    var index = stem.startIndex
    for byte in key {
      guard index < stem.endIndex else { return nil }
      if byte == 0x2D {
        guard isSeparator(stem[index]) else { return nil }
        while index < stem.endIndex, isSeparator(stem[index]) { index += 1 }
      } else {
        guard FieldText.lowercased(stem[index]) == byte else { return nil }
        index += 1
      }
    }
    return index < stem.endIndex && stem[index] == 0x2D ? index : nil
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == 0x2D || byte == 0x2E || byte == 0x5F
  }

  private static func ends(_ name: [UInt8], with ending: [UInt8]) -> Bool {
    guard name.count > ending.count else { return false }
    let start = name.count - ending.count
    for index in 0..<ending.count
    where FieldText.lowercased(name[start + index]) != ending[index] { return false }
    return true
  }
}
