import Corpus
import Foundation
import Tables

/// Labels from elsewhere, in the row order of the features.
struct ElsewhereLabels {
  /// The campaign of a malicious row: its own name when the table has none.
  private(set) var campaigns: [String?]
  /// Rows labelled as neither.
  private(set) var excluded: [Bool]
  private(set) var owners: [String?]?
  private(set) var times: [Double?]?
  private(set) var weights: [Double]?
  private var split: [String?]?
  private(set) var notes: [String] = []

  private enum Label {
    case malicious, unlabelled, neither
  }

  /// - Throws: `PipelineError(.usage)` for labels that cannot be read or are of one class only.
  init(_ file: ElsewhereTable, _ description: TableDescription, _ packages: [PackageID]) throws {
    let labelled = try file.packages(description)
    guard let labels = try file.column(description.label, ["malicious", "label", "is_malicious"])
    else { throw file.missing("column malicious, label or is_malicious") }
    let places = Dictionary(uniqueKeysWithValues: labelled.enumerated().map { ($1, $0) })
    let rows = packages.map { places[$0] }
    campaigns = rows.map { _ in nil }
    excluded = rows.map { _ in false }
    let campaign = try file.column(description.campaign, ["campaign", "group"])
    for (place, row) in rows.enumerated() {
      guard let row else { continue }
      switch try Self.label(labels.text(row), file, row) {
      case .malicious: campaigns[place] = campaign?.text(row) ?? packages[place].key
      case .unlabelled: break
      case .neither: excluded[place] = true
      }
    }
    try readRest(file, description, rows)
    try check(file, found: rows.count { $0 != nil }, of: labelled.count)
  }

  private mutating func readRest(
    _ file: ElsewhereTable, _ description: TableDescription, _ rows: [Int?]
  ) throws {
    owners = try file.column(description.owner, ["owner", "publisher"]).map { column in
      rows.map { $0.flatMap(column.text) }
    }
    times = try file.column(description.time, ["time", "first_published", "published_at"]).map {
      column in rows.map { $0.flatMap(column.number) }
    }
    split = try file.column(description.split, ["split"]).map { column in
      rows.map { $0.flatMap(column.text) }
    }
    guard let column = try file.column(description.weight, ["weight"]) else { return }
    weights = try rows.map { row in
      guard let row else { return 1 }
      guard let weight = column.number(row), weight.isFinite, weight > 0 else {
        throw PipelineError(
          .usage, "\(file.path), row \(row + 1): a weight must be a number above 0")
      }
      return weight
    }
  }

  private static func label(_ word: String?, _ file: ElsewhereTable, _ row: Int) throws -> Label {
    switch word?.lowercased() {
    case "1", "1.0", "true", "malicious", "yes": return .malicious
    case "0", "0.0", "false", "benign", "good", "unlabelled", "no", nil, "": return .unlabelled
    case "excluded", "withdrawn": return .neither
    case let word?:
      throw PipelineError(
        .usage,
        "\(file.path), row \(row + 1): the label «\(word)» is unknown: write 1 or malicious, 0 or unlabelled, or excluded"
      )
    }
  }

  private mutating func check(_ file: ElsewhereTable, found: Int, of labelled: Int) throws {
    guard found > 0 else {
      throw PipelineError(
        .usage,
        "no package of \(file.path) is among the features: check that both name packages alike")
    }
    if found < labelled {
      notes.append(
        "\(labelled - found) of \(labelled) labelled packages are not among the features")
    }
    for word in ["train", "test"] where split != nil {
      guard split?.contains(where: { $0?.lowercased() == word }) == true else {
        throw PipelineError(
          .usage, "\(file.path): the column split says \(word) of no row: write train or test")
      }
    }
    let training = isTest(Array(campaigns.indices)).map { !$0 }
    let malicious = campaigns.indices.count { training[$0] && campaigns[$0] != nil }
    let rest = campaigns.indices.count {
      training[$0] && campaigns[$0] == nil && !excluded[$0]
    }
    guard malicious > 0, rest > 0 else {
      throw PipelineError(
        .usage,
        "\(file.path): \(malicious) malicious and \(rest) unlabelled packages to fit on: both classes are needed"
      )
    }
  }

  /// Whether these rows are kept out of the fit.
  func isTest(_ rows: [Int]) -> [Bool] {
    rows.map { split?[$0]?.lowercased() == "test" }
  }
}
