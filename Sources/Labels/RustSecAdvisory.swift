import Corpus
import TOMLKit

/// One RustSec advisory: a Markdown file with a TOML block at its top, or the older plain TOML.
///
/// Source: https://github.com/rustsec/advisory-db (README, advisory format)
struct RustSecAdvisory {
  /// What an advisory is about, as the counts name it.
  enum Kind: String {
    case maliciousCrate = "malicious crate"
    case maliciousVersions = "malicious versions"
    case informational
    case vulnerability
  }

  private struct File: Decodable {
    struct Advisory: Decodable {
      var id: String
      var package: String
      var date: String?
      var withdrawn: String?
      var categories: [String]?
      var informational: String?
      var collection: String?
      var title: String?
      var description: String?
    }
    struct Versions: Decodable {
      var patched: [String]?
      var unaffected: [String]?
    }
    var advisory: Advisory
    var versions: Versions?
  }

  let id: String
  let package: String
  let kind: Kind
  private let file: File
  private let title: String
  private let text: String

  /// Reads an advisory; nil for a file that is none, such as a readme.
  ///
  /// - throws: `LabelsError` when the TOML cannot be read.
  init?(_ bytes: [UInt8], isMarkdown: Bool) throws(LabelsError) {
    let content = String(decoding: bytes, as: UTF8.self)
    guard let parts = Self.parts(content, isMarkdown: isMarkdown) else { return nil }
    guard Self.hasOnlyNamedTables(parts.toml), Self.bracesFollowValues(parts.toml) else {
      throw LabelsError(.badRow, "the TOML block cannot be read: a bracket without key or value")
    }
    do {
      file = try TOMLDecoder().decode(File.self, from: parts.toml)
    } catch {
      throw LabelsError(.badRow, "the TOML block cannot be read", cause: error)
    }
    (id, package) = (file.advisory.id, file.advisory.package)
    if id == "RUSTSEC-0000-0000" { return nil }
    title = file.advisory.title ?? Self.title(parts.text)
    text = file.advisory.description ?? parts.text
    kind = Self.kind(file, title)
  }

  /// The report, when the advisory is about malice in a crate.
  func report(defaultSource: String) -> Report? {
    guard kind == .maliciousCrate || kind == .maliciousVersions else { return nil }
    let versions = kind == .maliciousVersions ? Self.versions(in: title, package) : nil
    var report = Report(
      id: id, package: PackageID(.crates, package),
      statements: [Report.Statement(source: defaultSource, versions: versions)])
    report.name = package
    report.reporters = [defaultSource]
    report.text = text
    report.publishedAt = file.advisory.date.flatMap { UTCInstant(parsing: $0) }
    report.withdrawnAt = file.advisory.withdrawn.flatMap { UTCInstant(parsing: $0) }
    return report
  }

  /// Whether a key follows every bracket that starts a line.
  ///
  /// The TOML parser asserts this instead of checking it, and would end the process. Lines inside
  /// multi-line strings are held to it too: refusing one advisory is better than a trap.
  private static func hasOnlyNamedTables(_ toml: String) -> Bool {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    return toml.utf8.split(separator: 0x0A).allSatisfy { line in
      var rest = line.drop { isBlank($0) || $0 >= 0x80 }
      guard rest.first == UInt8(ascii: "[") else { return true }
      rest = rest.dropFirst().drop(while: isBlank)
      if rest.first == UInt8(ascii: "[") { rest = rest.dropFirst().drop(while: isBlank) }
      return rest.first.map { keyStarts.contains($0) } ?? false
    }
  }

  /// Whether no brace closes where an array expects a value, which the parser asserts as well.
  ///
  /// Inline tables end on the line they start on, so a brace is never a line's first byte.
  private static func bracesFollowValues(_ toml: String) -> Bool {
    toml.utf8.split(separator: 0x0A).allSatisfy { line in
      var last = UInt8(ascii: ",")
      for byte in line where byte != 0x20 && byte != 0x09 && byte != 0x0D {
        let expectsValue = last == UInt8(ascii: ",") || last == UInt8(ascii: "[")
        if byte == UInt8(ascii: "}"), expectsValue { return false }
        last = byte
      }
      return true
    }
  }

  /// What may follow a table's bracket; for a closing one the parser has an error of its own.
  private static let keyStarts = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_\"']".utf8)

  /// TOML between the fences and the words after them; nil when there is no block.
  private static func parts(_ content: String, isMarkdown: Bool) -> (toml: String, text: String)? {
    guard isMarkdown else { return content.contains("[advisory]") ? (content, "") : nil }
    let lines = content.split(separator: "\n", omittingEmptySubsequences: false)
    guard let open = lines.first, open.trimmedEnd == "```toml",
      let close = lines.dropFirst().firstIndex(where: { $0.trimmedEnd == "```" })
    else { return nil }
    return (
      lines[1..<close].joined(separator: "\n"), lines[(close + 1)...].joined(separator: "\n")
    )
  }

  private static func title(_ text: String) -> String {
    let line = text.split(separator: "\n").first { $0.hasPrefix("# ") }
    return line.map { String($0.dropFirst(2)) } ?? ""
  }

  /// Malice: the category says so, or the title says the crate was removed for it.
  private static func kind(_ file: File, _ title: String) -> Kind {
    let words = title.lowercased()
    let isMalicious =
      file.advisory.categories?.contains("malicious") == true
      || (words.contains("removed from crates.io") && words.contains("malicious"))
    if isMalicious {
      let isWhole =
        file.versions?.patched?.isEmpty != false && file.versions?.unaffected?.isEmpty != false
      return isWhole ? .maliciousCrate : .maliciousVersions
    }
    return file.advisory.informational == nil ? .vulnerability : .informational
  }

  /// The versions named behind the crate in the title; the documents list only the good ones.
  private static func versions(in title: String, _ package: String) -> [String] {
    let words = title.split { $0 == " " || $0 == "," }
    guard let name = words.firstIndex(where: { $0.filter { $0 != "`" } == package }) else {
      return []
    }
    return words[(name + 1)...].prefix { $0.first?.isNumber == true || $0 == "and" }
      .filter { $0 != "and" }.map(String.init).sorted()
  }
}

extension Substring {
  /// Without a carriage return or spaces at the end.
  fileprivate var trimmedEnd: Substring {
    var text = self
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
