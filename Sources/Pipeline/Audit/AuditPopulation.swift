import Corpus
import Foundation
import Scoring
import Tables

/// Everything that could be drawn: the packages nobody reported, in strata by score.
struct AuditPopulation {
  /// One package that may be drawn.
  struct Member {
    let package: PackageID
    let score: Double?
    /// The signals that count most, as the table `scores` words them.
    let evidence: [String]
  }

  /// A stratum's place in words, its members and the share of malice expected there.
  struct Stratum {
    let place: String
    var members: [Member] = []
    let expected: Double
  }

  let reference: Reference
  /// From the riskiest; none is empty.
  let strata: [Stratum]

  /// Reads the scores of one ecosystem and puts every unlabelled package into a stratum.
  ///
  /// The strata are the bins of the map, else of the tail grid; packages about which too much is not
  /// known have one of their own, for they are in no bin but in the population.
  /// - Throws: `PipelineError(.missingArtefact)` when nothing was scored.
  init(_ ecosystem: Ecosystem, _ layout: CorpusLayout) throws {
    let path = layout.stageTable("scores", ecosystem)
    guard FileManager.default.fileExists(atPath: path) else {
      throw PipelineError(
        .missingArtefact, "\(ecosystem.rawValue) is not scored yet: run `assay score` first")
    }
    let reader = TableReader(try ParquetReader.read(path: path))
    guard let id = try reader.strings("reference").first else {
      throw PipelineError(
        .missingArtefact, "there is no package of \(ecosystem.rawValue) to draw from")
    }
    reference = try References.read(id, layout)
    let rows = try Self.unlabelled(reader, ecosystem)
    let bins = Self.bins(reference, rows.compactMap { $0.isPartial ? nil : $0.member.score })
    var strata = Self.strata(bins, reference)
    for row in rows {
      let isKnown = !row.isPartial && row.member.score != nil
      let stratum = isKnown ? bins.index(of: row.member.score ?? 0) : strata.count - 1
      strata[stratum].members.append(row.member)
    }
    self.strata = strata.filter { !$0.members.isEmpty }
  }

  private static func unlabelled(_ reader: TableReader, _ ecosystem: Ecosystem) throws -> [(
    member: Member, isPartial: Bool
  )] {
    let (names, roles) = (try reader.strings("name"), try reader.strings("role"))
    let (scores, partial) = (try reader.optionalDoubles("score"), try reader.bools("is_partial"))
    let evidence = try (1...ScoreColumns.contributionCount).map {
      try reader.optionalStrings("evidence_\($0)")
    }
    return names.indices.filter { roles[$0] == "unlabelled" }.map { row in
      let member = Member(
        package: PackageID(ecosystem, names[row]), score: scores[row],
        evidence: evidence.compactMap { $0[row] })
      return (member, partial[row])
    }
  }

  private static func bins(_ reference: Reference, _ scores: [Double]) -> Bins {
    if let map = reference.map { return Bins(edges: map.bins.map { $0.upperEdge ?? .infinity }) }
    return Bins.tail(ValueCounts(sorted: scores.sorted()))
  }

  private static func strata(_ bins: Bins, _ reference: Reference) -> [Stratum] {
    let rate = reference.baseRate.mid
    let scored = bins.edges.indices.map { bin in
      let ratio = reference.map?.bins[bin].ratio ?? 1
      return Stratum(
        place: AuditWords.place(bin, bins.edges), expected: min(0.5, rate * ratio))
    }
    return scored + [Stratum(place: "too little is known", expected: min(0.5, rate))]
  }

  /// The strata as a design for estimates.
  var audit: StratifiedAudit { StratifiedAudit(packages: strata.map(\.members.count)) }

  /// The share of malice expected in each stratum, were this the base rate.
  func expected(baseRate: Double) -> [Double] {
    let factor = baseRate / reference.baseRate.mid
    return strata.map { min(0.5, $0.expected * factor) }
  }
}
