import Corpus

/// Which reports describe one attacker's action: near-identical packages count once.
///
/// Source: scoring method, section 1.
package enum Campaigns {
  /// The campaign key of every report, aligned with `reports`; their order does not matter.
  ///
  /// The first that exists: the campaign the report names; the npm scope; the publisher; else
  /// registry, day, reporters and the text with names and hashes masked. Then campaigns that share an
  /// indicator (domain, address, URL) or the digest of a content become one, under the smallest key.
  /// Merging too much is the safe side: it widens intervals.
  /// - parameter joiningIndicators: whether shared indicators and contents join campaigns.
  package static func assign(_ reports: [Report], joiningIndicators: Bool = true) -> [String] {
    let keys = reports.map(key)
    guard joiningIndicators else { return keys }
    var sets = KeySets()
    for (report, key) in zip(reports, keys) {
      for indicator in report.indicators { sets.join(key, through: "indicator \(indicator)") }
      for hash in report.contentHashes { sets.join(key, through: "content \(hash)") }
    }
    return keys.map { sets.representative(of: $0) }
  }

  /// How many independent campaigns' worth of information lies in campaigns of these sizes, if their
  /// members are copies: Kish's effective size.
  ///
  /// Source: Kish, Survey Sampling, 1965
  package static func effectiveCount(sizes: [Int]) -> Double {
    let sum = sizes.reduce(0.0) { $0 + Double($1) }
    let squares = sizes.reduce(0.0) { $0 + Double($1) * Double($1) }
    return squares > 0 ? sum * sum / squares : 0
  }

  /// What a campaign's key rests on: `named`, `scope`, `publisher` or `text`.
  package static func keyType(_ key: String) -> String {
    if key.hasPrefix("named/") { return "named" }
    let parts = key.split(separator: "/", maxSplits: 2)
    return parts.count > 1 ? String(parts[1]) : "named"
  }

  private static func key(_ report: Report) -> String {
    let ecosystem = report.package.ecosystem.rawValue
    if let campaign = report.explicitCampaign { return "named/\(campaign)" }
    if report.package.ecosystem == .npm, report.package.key.hasPrefix("@"),
      let scope = report.package.key.split(separator: "/").first
    {
      return "\(ecosystem)/scope/\(scope)"
    }
    if let publisher = report.publisher { return "\(ecosystem)/publisher/\(publisher)" }
    let day = report.publishedAt.map { String($0.iso8601.prefix(10)) } ?? "undated"
    let sources = Set(report.reporters).sorted().joined(separator: "+")
    return "\(ecosystem)/text/\(day)|\(sources)|\(ShortDigest.of(masked(report)))"
  }

  /// The text with the package's name, in both spellings, and every SHA-256 in hex taken out.
  static func masked(_ report: Report) -> [UInt8] {
    let text = replacing(Array(report.name.utf8), in: maskingHashes(Array(report.text.utf8)))
    return replacing(Array(report.package.key.utf8), in: text)
  }

  private static func maskingHashes(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var run = 0
    for byte in text {
      let isHex = (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
      run = isHex ? run + 1 : 0
      result.append(byte)
      if run == 64 {
        result.removeLast(64)
        result.append(UInt8(ascii: "H"))
        run = 0
      }
    }
    return result
  }

  private static func replacing(_ name: [UInt8], in text: [UInt8]) -> [UInt8] {
    guard let first = name.first else { return text }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var position = 0
    while position < text.count {
      if text[position] == first, text[position...].starts(with: name) {
        result.append(UInt8(ascii: "N"))
        position += name.count
      } else {
        result.append(text[position])
        position += 1
      }
    }
    return result
  }
}

/// Campaign keys joined by what they share; the smallest key stands for its set.
private struct KeySets {
  private var parents: [String: String] = [:]
  private var keyOfLink: [String: String] = [:]

  mutating func join(_ key: String, through link: String) {
    guard let other = keyOfLink[link] else {
      keyOfLink[link] = key
      return
    }
    let (left, right) = (representative(of: key), representative(of: other))
    if left != right { parents[max(left, right)] = min(left, right) }
  }

  mutating func representative(of key: String) -> String {
    var root = key
    while let parent = parents[root] { root = parent }
    if root != key { parents[key] = root }
    return root
  }
}
