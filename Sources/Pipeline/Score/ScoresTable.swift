import Corpus
import Foundation
import Scoring
import Tables

/// Scores as a table: one row a package.
package enum ScoresTable {
  /// - Parameters:
  ///   - words: what makes the sentences; nil leaves the column `statement` out.
  ///   - isStale: whether drift was found since the reference was fitted.
  static func table(
    _ input: ScoringInput, _ scores: ScoreColumns, _ words: TableSentences? = nil,
    isStale: Bool = false
  ) -> Table {
    let rows = input.packages.indices
    let contributions = rows.map { scores.contributions(row: $0) }
    let strongest = (0..<ScoreColumns.contributionCount).map { place in
      Column.optionalStrings(
        "evidence_\(place + 1)",
        contributions.map { $0.count > place ? sentence($0[place]) : nil },
        doc: "The evidence that counts most, place \(place + 1): signal, bin, decibans.")
    }
    return Table(
      name: "scores",
      columns: FactsTables.keyColumns(input.packages) + scoreColumns(input, scores)
        + [
          Column(
            "stale", .int64(rows.map { _ in isStale ? 1 : 0 }),
            doc: "1 when the score's distribution drifted since the reference was fitted.")
        ]
        + (words.map { [$0.column(scores)] } ?? []) + facetColumns(scores) + strongest,
      doc: "Trust score, evidence and probability of malice.")
  }

  private static func scoreColumns(_ input: ScoringInput, _ scores: ScoreColumns) -> [Column] {
    let reference = [String](repeating: scores.reference, count: input.packages.count)
    return [
      Column("reference", .string(reference), doc: "The reference the row was scored with."),
      Column(
        "role", .string(roles(input)),
        doc: "unlabelled, malicious (reported), or excluded from every fit."),
      Column.optionalDoubles(
        "score", scores.score.map { $0.isFinite ? $0 : nil }, unit: "0 to 10",
        doc:
          "Ten times the mid-rank percentile of trust in the reference population: 5 is the median."
      ),
      Column(
        "evidence_db", .double(scores.evidenceDecibans), unit: "dB",
        doc: "Evidence for malice in decibans; positive is risky."),
      Column.optionalStrings(
        "weakest_facet", scores.weakestFacet.map { $0?.rawValue },
        doc: "The facet with the lowest trust: an explanation, not a detector."),
      Column.optionalDoubles(
        "weakest_percentile", scores.weakestPercentile, unit: "share",
        doc: "That facet's percentile, ranked again among the population's weakest facets."),
      Column.optionalDoubles(
        "ratio", scores.ratio, unit: "ratio",
        doc: "How many times likelier the score is in reported malware than in the population."),
      Column.optionalDoubles(
        "posterior_low", scores.low, unit: "share",
        doc: "Lower 95 % limit of the probability of malice at the ecosystem's base rate."),
      Column.optionalDoubles(
        "posterior_mid", scores.mid, unit: "share",
        doc: "Probability of malice at the ecosystem's base rate."),
      Column.optionalDoubles(
        "posterior_high", scores.high, unit: "share",
        doc: "Upper 95 % limit of the probability of malice."),
      Column.optionalStrings("one_in", scores.oneIn, doc: "The probability as a phrase."),
      Column(
        "is_partial", .bool(scores.isPartial),
        doc: "Too much is not collected: the row has a score but no probability."),
      Column(
        "flags", .string(scores.flags.map { $0.names.joined(separator: " ") }),
        doc: "partial, small_sample, borrowed, no_map, no_signal, prior_contradicts_data."),
      Column.optionalDoubles(
        "held_out_score", scores.heldOutScore, unit: "0 to 10",
        doc: "For reported packages: the score under the model that has not seen their campaign."),
    ]
  }

  private static func roles(_ input: ScoringInput) -> [String] {
    input.packages.indices.map { row in
      input.excluded[row] ? "excluded" : (input.campaigns[row] == nil ? "unlabelled" : "malicious")
    }
  }

  static func facetColumns(_ scores: ScoreColumns) -> [Column] {
    Facet.allCases.map { facet in
      let values =
        scores.facets.firstIndex(of: facet).map { scores.facetDecibans[$0] }
        ?? [Double?](repeating: nil, count: scores.score.count)
      return Column.optionalDoubles(
        "evidence_\(facet.rawValue)_db", values, unit: "dB",
        doc:
          "The part of the evidence that the facet \(facet.rawValue) gives; NULL when it gives none."
      )
    }
  }

  private static func sentence(_ contribution: Contribution) -> String {
    let decibans = (contribution.decibans * 100).rounded() / 100
    return "\(contribution.signal) \(contribution.bin): \(decibans > 0 ? "+" : "")\(decibans) dB"
  }

  /// A package's score as lines for people, from a table of one ecosystem or of all.
  static func sentences(of package: PackageID, in path: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: path) else { return ["not scored yet"] }
    let reader = TableReader(try ParquetReader.read(path: path))
    guard let row = try reader.row(of: package) else { return ["not scored yet"] }
    let score = try reader.optionalDoubles("score")[row].map { "\(($0 * 100).rounded() / 100)" }
    var lines = ["score \(score ?? "none") of 10 (\(try reader.strings("reference")[row]))"]
    // Tables of earlier versions have no sentences.
    if reader.table["statement"] != nil { lines.append(try reader.strings("statement")[row]) }
    let flags = try reader.strings("flags")[row]
    if !flags.isEmpty { lines.append("flags: \(flags)") }
    if let facet = try reader.optionalStrings("weakest_facet")[row] {
      lines.append("weakest facet: \(facet)")
    }
    for place in 1...ScoreColumns.contributionCount {
      if let evidence = try reader.optionalStrings("evidence_\(place)")[row] {
        lines.append("  \(evidence)")
      }
    }
    return lines
  }
}
