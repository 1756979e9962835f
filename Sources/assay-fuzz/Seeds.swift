import Foundation

/// The whole documents that mutations start from.
struct Seeds {
  private var documents: [String: [[UInt8]]]

  /// The documents of a target; never empty.
  subscript(_ target: Target) -> [[UInt8]] { documents[target.name] ?? [[]] }

  /// Recorded documents where there are any, and the built-in ones.
  static func load(corpus: String, parquet: String, workFolder: String) async throws -> Seeds {
    var documents = BuiltIn.documents.mapValues { $0.map { Array($0.utf8) } }
    let prefixes = [
      ("pypiProject", "json-project."), ("pypiDetail", "simple-json."), ("packument", "packument."),
      ("crateIndex", "index-lines."), ("changes", "changes."), ("allDocs", "static-all."),
    ]
    for (target, prefix) in prefixes {
      documents[target, default: []] += files(corpus, prefix: prefix, suffix: "")
    }
    documents["json"] = prefixes.flatMap { documents[$0.0]?.prefix(20) ?? [] }
    documents["parquet"] = files(parquet, prefix: "", suffix: ".parquet")
    let segment = try await Segments.sample(folder: "\(workFolder)/sample")
    documents["segment"] = [segment]
    documents["records"] = [Segments.records(segment)]
    documents["dump"] = [tar(BuiltIn.dump)]
    documents["archive"] = [
      tar([("a.json", BuiltIn.osv), ("b.md", BuiltIn.advisory), ("c.toml", BuiltIn.toml)])
    ]
    documents["copyCSV"] = BuiltIn.dump.map { Array($0.1.utf8) }
    return Seeds(documents: documents)
  }

  /// Files of at most 256 KiB, in the order of their paths, so that a seed means the same everywhere.
  private static func files(_ folder: String, prefix: String, suffix: String) -> [[UInt8]] {
    let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return paths.sorted().compactMap { path in
      let name = path.split(separator: "/").last ?? ""
      guard name.hasPrefix(prefix), name.hasSuffix(suffix), !name.hasSuffix(".headers"),
        let data = FileManager.default.contents(atPath: "\(folder)/\(path)"),
        data.count <= 256 << 10
      else { return nil }
      return Array(data)
    }
  }

  /// A ustar archive of these files.
  private static func tar(_ entries: [(String, String)]) -> [UInt8] {
    var archive: [UInt8] = []
    for (name, content) in entries {
      let bytes = Array(content.utf8)
      archive += header(name, bytes.count) + bytes
      archive += Array(repeating: 0, count: (512 - bytes.count % 512) % 512)
    }
    return archive + Array(repeating: 0, count: 1024)
  }

  private static func header(_ name: String, _ size: Int) -> [UInt8] {
    var header = Array(repeating: UInt8(0), count: 512)
    func put(_ text: String, at offset: Int) {
      for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
    }
    func octal(_ value: Int, _ width: Int) -> String {
      let digits = String(value, radix: 8)
      return String(repeating: "0", count: width - digits.count) + digits
    }
    put(name, at: 0)
    put(octal(0o644, 7), at: 100)
    put(octal(size, 11), at: 124)
    put("        0", at: 148)
    put("ustar\u{0}00", at: 257)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
    return header
  }
}
