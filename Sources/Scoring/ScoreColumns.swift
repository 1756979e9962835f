package import Corpus

/// What must be known when reading one package's score.
package struct ScoreFlags: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Too much is unknown: the score is exported, no posterior is given.
  package static let partial = ScoreFlags(rawValue: 1)
  package static let smallSample = ScoreFlags(rawValue: 2)
  package static let borrowed = ScoreFlags(rawValue: 4)
  package static let noMap = ScoreFlags(rawValue: 8)
  package static let noSignal = ScoreFlags(rawValue: 16)
  package static let priorContradictsData = ScoreFlags(rawValue: 32)

  /// The words used in tables, in a fixed order.
  package var names: [String] {
    let all: [(ScoreFlags, String)] = [
      (.partial, "partial"), (.smallSample, "small_sample"), (.borrowed, "borrowed"),
      (.noMap, "no_map"), (.noSignal, "no_signal"),
      (.priorContradictsData, "prior_contradicts_data"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}

/// What one signal adds to one package's evidence.
package struct Contribution: Sendable, Equatable {
  package let signal: String
  /// The bin as a range of values, or the state.
  package let bin: String
  /// Positive speaks for malice.
  package let decibans: Double
}

/// Scores of all packages of an input, in its row order.
package struct ScoreColumns: Sendable {
  package let reference: String
  /// Evidence for malice in decibans; positive is risky.
  package let evidenceDecibans: [Double]
  /// Facets that carry evidence, and per facet one value per row; nil where it is unknown.
  package let facets: [Facet]
  package let facetDecibans: [[Double?]]
  /// The evidence if one facet is bad, which one not being known; nil when no facet is known.
  package let openDoorDecibans: [Double?]
  /// Trust, 0...10: ten times the mid-rank percentile in the reference population.
  package let score: [Double]
  package let weakestFacet: [Facet?]
  /// The weakest facet's percentile, ranked again among the population's minima; 0...1.
  package let weakestPercentile: [Double?]
  /// The bin of the ratio map; nil without a map or when the row is partial.
  package let bin: [Int?]
  /// How many times likelier the score is in malware than in the population.
  package let ratio: [Double?]
  /// The chance of malice, with 95 % limits; nil when it is not published.
  package let low: [Double?]
  package let mid: [Double?]
  package let high: [Double?]
  package let oneIn: [String?]
  package let isPartial: [Bool]
  package let flags: [ScoreFlags]
  /// Of reported rows, the score under the model that has not seen their campaign: for evaluation.
  package let heldOutScore: [Double?]

  /// The five largest contributions, as signal and code, five slots per row; -1 is empty.
  let topSignals: [Int16]
  let topCodes: [UInt8]
  let signals: [SignalEvidence]

  /// Contributions kept per row.
  package static let contributionCount = 5

  /// The largest contributions of a row, strongest first; signals that say nothing are left out.
  package func contributions(row: Int) -> [Contribution] {
    let start = row * Self.contributionCount
    return (start..<start + Self.contributionCount).compactMap { slot in
      guard topSignals[slot] >= 0 else { return nil }
      let signal = signals[Int(topSignals[slot])]
      let code = Int(topCodes[slot])
      return Contribution(
        signal: signal.name, bin: signal.binName(code),
        decibans: Statements.decibans(nats: signal.table[code]))
    }
  }
}

extension SignalEvidence {
  /// The values of a bin as text, as `<= 3`, `3 < x <= 8`, `> 8`, or the state.
  package func binName(_ code: Int) -> String {
    switch code {
    case nats.count: return SignalState.withheld.name
    case nats.count + 1: return SignalState.notCollected.name
    case nats.count + 2: return SignalState.notApplicable.name
    default: break
    }
    let upper = code < edges.count ? edges[code].description : nil
    let lower = code > 0 ? edges[code - 1].description : nil
    switch (lower, upper) {
    case (nil, nil): return "any value"
    case (nil, let upper?): return "<= \(upper)"
    case (let lower?, nil): return "> \(lower)"
    case (let lower?, let upper?): return "\(lower) < x <= \(upper)"
    }
  }
}
