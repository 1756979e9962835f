package import Corpus

/// Turns what packages write about their repository into a host and a path.
///
/// Protocols, section 8.6. Nothing here is contacted; a claim is a claim.
package enum RepositoryURL {
  /// The longest text that is looked at, in bytes.
  static let maximumBytes = 512

  /// The repository a text names; nil when it names none, a placeholder, or a page that is no repository.
  ///
  /// The rule is kept in the claim; a GitHub Pages address adds `:pages`, because it is only a hint.
  package static func claim(from raw: String, rule: String) -> RepositoryClaim? {
    claim(from: raw, rule: rule, directory: nil)
  }

  /// The same with the folder an npm `repository.directory` names, which wins over one in the URL.
  package static func claim(from raw: String, rule: String, directory: String?) -> RepositoryClaim?
  {
    guard let text = cleaned(raw), let address = RepositoryAddress(text) else { return nil }
    guard let place = RepositoryHosts.place(of: address) else { return nil }
    let path =
      RepositoryHosts.isCaseBlind(place.host)
      ? FieldText.lowercased(place.segments.joined(separator: "/"))
      : place.segments.joined(separator: "/")
    return RepositoryClaim(
      host: place.host, path: path,
      subdirectory: directory.flatMap(folder) ?? place.subdirectory.flatMap(folder),
      rule: place.isHint ? "\(rule):pages" : rule)
  }

  /// Without what people put around an address; nil when it cannot be one.
  private static func cleaned(_ raw: String) -> String? {
    guard raw.utf8.count <= 4 * maximumBytes else { return nil }
    let around: Set<UInt8> = [0x3C, 0x3E, 0x22, 0x27]
    let behind: Set<UInt8> = [0x2E, 0x2C, 0x29]
    var bytes = Array(raw.utf8).filter { $0 != 0 }[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    while let first = bytes.first, FieldText.isBlank(first) || around.contains(first) {
      bytes.removeFirst()
    }
    while let last = bytes.last,
      FieldText.isBlank(last) || around.contains(last) || behind.contains(last)
    { bytes.removeLast() }
    let isOdd = bytes.contains { FieldText.isBlank($0) || $0 == 0x5C || $0 == 0x7F }
    guard !isOdd, bytes.count <= maximumBytes, bytes.contains(where: { $0 == 0x2F || $0 == 0x3A })
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A relative folder in normal form; nil for the root and for paths that leave the repository.
  static func folder(_ text: String) -> String? {
    guard text.utf8.count <= maximumBytes else { return nil }
    let segments = text.split(separator: "/").filter { $0 != "." }
    let isSafe = segments.allSatisfy { segment in
      segment != ".." && segment.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0x5C }
    }
    return segments.isEmpty || !isSafe ? nil : segments.joined(separator: "/")
  }
}
