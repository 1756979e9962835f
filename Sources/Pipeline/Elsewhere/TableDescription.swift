import Corpus
import Foundation
import Scoring

/// What the columns of tables from elsewhere mean; everything left out follows the conventions.
///
/// The README shows an example.
struct TableDescription: Decodable {
  /// One signal: `direction` is `+` (more is safer), `-`, `none`, `context` or `auto`.
  struct Signal: Decodable {
    var direction: String?
    var facet: String?
  }

  /// Numbers of the fit that differ from the method's defaults.
  struct FitNumbers: Decodable {
    var bins: Int?
    var ridge: Double?
    var folds: Int?
    var seed: UInt64?
    var balanced: Bool?
    var binsIncludeLabelled: Bool?
    var minimumInformation: Double?
    var minimumCampaignsOffMode: Double?

    private enum CodingKeys: String, CodingKey {
      case bins, ridge, folds, seed, balanced
      case binsIncludeLabelled = "bins_include_labelled"
      case minimumInformation = "minimum_information"
      case minimumCampaignsOffMode = "minimum_campaigns_off_mode"
    }
  }

  /// The column that names the package.
  var key: String?
  /// The column of ecosystems, or one ecosystem for all rows.
  var ecosystem: String?
  /// Columns of the labels file.
  var label: String?
  var campaign: String?
  var owner: String?
  var time: String?
  var weight: String?
  var split: String?
  var signals: [String: Signal]?
  /// The direction of signals that are not listed.
  var direction: String?
  /// Columns that are no signals.
  var exclude: [String]?
  /// Words that mean a value is not known.
  var unknown: [String]?
  var fit: FitNumbers?

  /// - Throws: `PipelineError(.usage)` when the file is no such description.
  static func read(_ path: String?) throws -> TableDescription {
    guard let path else { return TableDescription() }
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      return try JSONDecoder().decode(TableDescription.self, from: data)
    } catch {
      throw PipelineError(
        .usage, "\(path) does not describe columns: see the README for an example", cause: error)
    }
  }

  /// The settings of a fit with these numbers.
  func settings(id: String, digest: String?) throws -> FitSettings {
    var settings = FitSettings(id: id, createdFor: "")
    settings.inputDigest = digest
    guard let fit else { return settings }
    settings.bins = fit.bins
    settings.ridge = fit.ridge ?? settings.ridge
    settings.folds = fit.folds ?? settings.folds
    settings.seed = fit.seed ?? settings.seed
    settings.isBalanced = fit.balanced ?? settings.isBalanced
    settings.binsIncludeLabelled = fit.binsIncludeLabelled ?? settings.binsIncludeLabelled
    settings.minimumInformation = fit.minimumInformation ?? settings.minimumInformation
    settings.minimumCampaignsOffMode =
      fit.minimumCampaignsOffMode ?? settings.minimumCampaignsOffMode
    try Self.check(settings)
    return settings
  }

  private static func check(_ settings: FitSettings) throws {
    let rules: [(Bool, String)] = [
      ((2...100).contains(settings.bins ?? 10), "fit.bins must be from 2 to 100"),
      (settings.ridge > 0 && settings.ridge.isFinite, "fit.ridge must be above 0"),
      ((2...20).contains(settings.folds), "fit.folds must be from 2 to 20"),
      (settings.minimumInformation >= 0, "fit.minimum_information must be at least 0"),
      (settings.minimumCampaignsOffMode >= 0, "fit.minimum_campaigns_off_mode must be at least 0"),
    ]
    for (holds, rule) in rules where !holds { throw PipelineError(.usage, rule) }
  }

  /// The definition of a column, and whether its direction is to be guessed from the labels.
  func definition(
    _ name: String, known: SignalDefinition?
  ) throws -> (definition: SignalDefinition, isGuessed: Bool) {
    let own = signals?[name]
    if own == nil, direction == nil, let known { return (known, false) }
    let word = own?.direction ?? direction ?? "auto"
    guard let direction = Self.directions[word] else {
      throw PipelineError(
        .usage,
        "the direction «\(word)» of \(name) is unknown: write +, -, none, context or auto")
    }
    let facet = try own?.facet.map { word in
      guard let facet = Facet(rawValue: word) else {
        let all = Facet.allCases.map(\.rawValue).joined(separator: ", ")
        throw PipelineError(.usage, "the facet «\(word)» of \(name) is unknown: choose from \(all)")
      }
      return facet
    }
    let definition = SignalDefinition(
      name: name, facet: facet ?? known?.facet ?? .hygiene, unit: known?.unit ?? "",
      direction: direction, costToFake: known?.costToFake ?? .low,
      question: known?.question ?? "", howToFake: known?.howToFake ?? "")
    return (definition, word == "auto")
  }

  private static let directions: [String: SignalDirection] = [
    "+": .higherIsSafer, "-": .lowerIsSafer, "none": .unconstrained, "context": .contextOnly,
    "auto": .unconstrained,
  ]

  static let unknownWords = ["", "NA", "N/A", "null", "NULL", "None", "?", "unknown"]
}
