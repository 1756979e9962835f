import Corpus
import Scoring
import Tables

/// Evidence as a table: what speaks for and against each package, in decibans (method, section 10).
enum EvidenceTable {
  static func table(_ input: ScoringInput, _ scores: ScoreColumns) -> Table {
    let evidence: [Column] = [
      Column(
        "reference", .string([String](repeating: scores.reference, count: input.packages.count)),
        doc: "The reference the row was scored with."),
      Column(
        "evidence_db", .double(scores.evidenceDecibans), unit: "dB",
        doc: "Evidence for malice from all signals; what was not collected adds 0."),
    ]
    let door = [
      Column.optionalDoubles(
        "open_door_db", scores.openDoorDecibans, unit: "dB",
        doc: "Evidence if one facet alone is bad, which one not known: the mean of their ratios."),
      Column(
        "is_partial", .bool(scores.isPartial),
        doc: "Signals not collected carry more than a fifth of the range of evidence."),
    ]
    return Table(
      name: "evidence",
      columns: FactsTables.keyColumns(input.packages) + evidence + ScoresTable.facetColumns(scores)
        + door + contributions(input, scores),
      doc: "Evidence for malice, whole, by facet, and the five signals that say most.")
  }

  private static func contributions(_ input: ScoringInput, _ scores: ScoreColumns) -> [Column] {
    let rows = input.packages.indices.map { scores.contributions(row: $0) }
    return (0..<ScoreColumns.contributionCount).flatMap { place in
      let own = rows.map { $0.count > place ? $0[place] : nil }
      return [
        Column.optionalStrings(
          "signal_\(place + 1)", own.map { $0?.signal },
          doc: "The signal in place \(place + 1) by size of its contribution."),
        Column.optionalStrings(
          "bin_\(place + 1)", own.map { $0?.bin }, doc: "The range its value is in, or its state."),
        Column.optionalDoubles(
          "decibans_\(place + 1)", own.map { $0?.decibans }, unit: "dB",
          doc: "What it adds to the evidence for malice."),
      ]
    }
  }
}
