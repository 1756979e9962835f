import Corpus
import Scoring
import Tables

/// How many labelled packages of one ecosystem are stored, and what became of their labels.
///
/// A label without a stored document teaches nothing, so a fit on few of many labels says so.
struct LabelCoverage {
  private let ecosystem: Ecosystem
  private var packages: [LabelState: Int] = [:]
  private var claims: [LabelState: Int] = [:]
  private var campaigns: [LabelState: Set<String>] = [:]

  /// - Parameters:
  ///   - claims: of this ecosystem.
  ///   - packages: those with facts, in the order of `labelled`.
  init(
    _ ecosystem: Ecosystem, claims: [LabelClaim], packages: [PackageID], labelled: LabelledRows
  ) {
    self.ecosystem = ecosystem
    let places = Dictionary(
      packages.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    for (package, claims) in Dictionary(grouping: claims, by: \.package) {
      let state = places[package].flatMap { labelled.states[$0] } ?? .notStored
      self.packages[state, default: 0] += 1
      self.claims[state, default: 0] += claims.count
      campaigns[state, default: []].formUnion(claims.map(\.campaign))
    }
  }

  /// One row a state that occurs, in the order of `LabelState`.
  var table: Table {
    let states = LabelState.allCases.filter { packages[$0] != nil }
    func counts(_ name: String, _ doc: String, _ value: (LabelState) -> Int?) -> Column {
      Column(name, .int64(states.map { Int64(value($0) ?? 0) }), unit: "count", doc: doc)
    }
    return Table(
      name: "label_coverage",
      columns: [
        Column(
          "ecosystem", .string(states.map { _ in ecosystem.rawValue }), doc: "pypi, npm or crates."),
        Column(
          "state", .string(states.map(\.rawValue)),
          doc:
            "malicious (counts), withdrawn, earlier_generation, hijacked_versions, proof_of_concept, spam, contradictory, popular, placeholder or not_stored."
        ),
        counts("packages", "Labelled packages in that state.") { packages[$0] },
        counts("campaigns", "Campaigns they belong to.") { campaigns[$0]?.count },
        counts("claims", "Claims about them, withdrawn ones included.") { claims[$0] },
      ], doc: "How many labels the corpus can use, and what became of the others.")
  }

  /// The same as a line for people.
  var sentence: String {
    let all = packages.values.reduce(0, +)
    let stored = all - (packages[.notStored] ?? 0)
    let states = LabelState.allCases.compactMap { state in
      packages[state].map { "\($0) \(state.rawValue)" }
    }
    return "\(stored) of \(all) labelled packages are stored; \(states.joined(separator: ", "))"
  }
}
