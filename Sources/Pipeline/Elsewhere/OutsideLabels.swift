import Scoring
import Tables

/// What a table of labels says of each row of a table of scores.
struct OutsideLabels {
  /// True for malicious, false for looked at and found good, nil for everything else.
  let isMalicious: [Bool?]
  /// The campaign of malicious rows; nil for all others.
  let campaigns: [String?]
  /// Words in the column `label` that are neither malicious nor good, hence unlabelled, sorted.
  let otherWords: [String]

  private static let bad: Set = ["malicious", "malware", "1", "true", "yes"]
  private static let good: Set = ["benign", "good", "0", "false", "no"]

  /// A row that the labels do not name is unlabelled, never good.
  ///
  /// The campaign is the column `campaign`; without it, rows of one package are one campaign, and
  /// packages with a row of the same `hash`.
  ///
  /// - Throws: `PipelineError(.usage)` when one of the classes is empty.
  init(_ labels: ElsewhereTable, keys: OutsideKeys) throws {
    let words = try labels.texts(["label", "analysis", "malicious", "is_malicious"]).map { $0?.lowercased() }
    let mine = keys.places.map { $0.flatMap { words[$0] } }
    isMalicious = mine.map { word in
      guard let word else { return nil }
      return Self.bad.contains(word) ? true : (Self.good.contains(word) ? false : nil)
    }
    otherWords = Set(mine.compactMap { $0 }).filter {
      !Self.bad.contains($0) && !Self.good.contains($0) && !$0.isEmpty
    }.sorted()
    let isBad = isMalicious.map { $0 == true }
    guard isBad.contains(true), isBad.contains(false) else {
      throw PipelineError(
        .usage,
        "\(labels.path): \(isBad.contains(true) ? "every" : "no") row of the scores is malicious; a comparison needs both classes (malicious is one of \(Self.bad.sorted().joined(separator: ", ")); the names must be spelt alike)"
      )
    }
    let given = labels.table["campaign"] == nil ? nil : try labels.texts(["campaign"])
    let hashes = labels.table["hash"] == nil ? nil : try labels.texts(["hash"])
    let found = keys.places.indices.map { row -> (campaign: String?, hash: String?) in
      guard let place = keys.places[row] else { return (nil, nil) }
      return (given?[place], hashes?[place])
    }
    var groups = JoinedKeys()
    for row in found.indices where isBad[row] {
      if let hash = found[row].hash, found[row].campaign == nil {
        groups.join("package/\(keys.packages[row])", "hash/\(hash)")
      }
    }
    campaigns = found.indices.map { row in
      guard isBad[row] else { return nil }
      return found[row].campaign ?? groups.smallest(of: "package/\(keys.packages[row])")
    }
  }
}

/// Keys joined into sets; the smallest stands for its set.
private struct JoinedKeys {
  private var parents: [String: String] = [:]

  mutating func join(_ left: String, _ right: String) {
    let (first, second) = (smallest(of: left), smallest(of: right))
    if first != second { parents[max(first, second)] = min(first, second) }
  }

  func smallest(of key: String) -> String {
    var root = key
    while let parent = parents[root] { root = parent }
    return root
  }
}
