package import Corpus
package import Scoring

/// What became of one reported package: why it counts as malicious, or why not.
package struct LabelAuditRow: Sendable, Equatable {
  package let package: PackageID
  package let reports: [String]
  /// What its reports say: malicious, proofOfConcept or spam.
  package let label: String
  /// `included`, `withdrawn`, `version_level`, `proof_of_concept`, `spam`, `no_document`,
  /// `partial` or `excluded`.
  package let state: String
  package let reason: String
  /// The gates this row hits, separated by spaces.
  package let gates: String
}

/// The audit of every report against the rows that evaluation judged.
package enum LabelAudit {
  /// One row per reported package, sorted; withdrawn reports and packages never seen included.
  ///
  /// - Parameters:
  ///   - reasons: per row of the input, why it is set aside.
  ///   - isPartial: per row of the input, whether too much of it is unknown.
  ///   - gates: those of single rows name their package as subject.
  package static func rows(
    _ input: ScoringInput, reasons: [String?], isPartial: [Bool], claims: [LabelClaim],
    gates: [LeakGate]
  ) -> [LabelAuditRow] {
    let places = Dictionary(
      input.packages.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let own = Dictionary(grouping: claims.filter { $0.package.ecosystem == input.ecosystem }) {
      $0.package
    }
    let hits = Dictionary(grouping: gates.filter { $0.isHit && $0.value == nil }, by: \.subject)
    return own.sorted { $0.key < $1.key }.map { package, claims in
      let (state, reason) = state(of: claims, at: places[package], reasons, isPartial)
      return LabelAuditRow(
        package: package, reports: claims.map(\.report).sorted(),
        label: Set(claims.map(\.kind.rawValue)).sorted().joined(separator: " "), state: state,
        reason: reason,
        gates: (hits[package.key] ?? []).map(\.kind.rawValue).sorted().joined(separator: " "))
    }
  }

  private static func state(
    of claims: [LabelClaim], at row: Int?, _ reasons: [String?], _ isPartial: [Bool]
  ) -> (String, String) {
    let active = claims.filter { $0.withdrawnAt == nil }
    guard !active.isEmpty else { return ("withdrawn", "every report was taken back") }
    guard let row else { return ("no_document", "the corpus holds no document of the package") }
    if let reason = reasons[row] { return (name(of: active, reason), reason) }
    if isPartial[row] { return ("partial", "too much about it is unknown to be compared") }
    return ("included", "reported malicious as a whole")
  }

  private static func name(of claims: [LabelClaim], _ reason: String) -> String {
    guard claims.contains(where: { $0.kind == .malicious }) else {
      return claims.contains { $0.kind == .spam } ? "spam" : "proof_of_concept"
    }
    return claims.allSatisfy { $0.versions != nil } && reason.contains("versions")
      ? "version_level" : "excluded"
  }
}
