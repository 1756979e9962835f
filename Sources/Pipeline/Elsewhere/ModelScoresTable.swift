import Corpus
import Scoring
import Tables

/// What every model says of every row it has not seen: the material of a comparison.
enum ModelScoresTable {
  static func table(_ input: ScoringInput, _ risks: [OutOfFoldRisk]) -> Table {
    let roles = input.packages.indices.map { row in
      input.excluded[row] ? "excluded" : (input.campaigns[row] == nil ? "unlabelled" : "malicious")
    }
    return Table(
      name: "model_scores",
      columns: FactsTables.keyColumns(input.packages) + [
        Column("role", .string(roles), doc: "unlabelled, malicious or excluded.")
      ]
        + risks.map { risk in
          Column.optionalDoubles(
            "\(risk.model.rawValue)_risk", risk.risk,
            doc:
              "Risk under the model \(risk.model.rawValue), fitted without the row's group; NULL when it says nothing."
          )
        }, doc: "Held-out risk of every row under every model; higher is riskier.")
  }
}

/// The bins of a reference: what each range of each signal says.
enum ReferenceBinsTable {
  static func table(_ reference: Reference) -> Table {
    let rows = reference.model.signals.flatMap { signal in
      (0..<signal.nats.count + 1).map { (signal: signal, code: $0) }
    }
    return Table(
      name: "reference_bins",
      columns: keys(reference, rows) + [
        Column("bin", .string(rows.map { $0.signal.binName($0.code) }), doc: "Range or state."),
        Column(
          "unlabelled", .int64(rows.map { Int64($0.signal.unlabelled[$0.code]) }), unit: "count",
          doc: "Unlabelled packages in it."),
        Column(
          "campaigns", .double(rows.map { $0.signal.campaigns[$0.code] }), unit: "campaigns",
          doc: "Campaign mass in it."),
        Column(
          "weight_db",
          .double(
            rows.map {
              Statements.decibans(
                nats: $0.code < $0.signal.nats.count
                  ? $0.signal.nats[$0.code] : $0.signal.withheldNats)
            }), unit: "dB", doc: "Weight of evidence; positive speaks for malice."),
        Column(
          "coefficient", .double(rows.map(\.signal.coefficient)),
          doc: "What the weight is multiplied by in the model of all signals."),
        Column.optionalStrings(
          "dropped", rows.map(\.signal.dropped), doc: "Why it is not used; NULL when it is."),
      ], doc: "Every bin of every signal of a reference.")
  }

  private static func keys(
    _ reference: Reference, _ rows: [(signal: SignalEvidence, code: Int)]
  ) -> [Column] {
    [
      Column(
        "ecosystem", .string(rows.map { _ in reference.ecosystem.rawValue }),
        doc: "pypi, npm or crates."),
      Column("reference", .string(rows.map { _ in reference.id }), doc: "The reference's id."),
      Column("signal", .string(rows.map(\.signal.name)), doc: "The signal's name."),
    ]
  }
}
