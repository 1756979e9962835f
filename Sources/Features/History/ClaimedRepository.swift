package import Corpus

/// What a visit to the repository a package claims says about the package.
package struct ClaimedRepository: Sendable {
  package let facts: RepositoryFacts
  package let history: HistoryResult
  /// How the claim fared against those of other owners.
  package let standing: ClaimStanding
  /// Other owners with an established claim on the repository.
  package let otherParties: Int

  package init(
    facts: RepositoryFacts, history: HistoryResult, standing: ClaimStanding, otherParties: Int
  ) {
    self.facts = facts
    self.history = history
    self.standing = standing
    self.otherParties = otherParties
  }

  /// Whether the claim is established and nobody contests it with success.
  package var isProven: Bool {
    history.status == .established && (standing == .sole || standing == .winner)
  }

  /// Evidence that counts; nil when no tag names a version.
  ///
  /// While owners contest the repository, what speaks for a link counts for nobody but the winner.
  var decibans: Double? {
    if history.status == .nodata { return nil }
    let isContested = standing == .loser || standing == .contested
    return isContested ? min(0, history.decibans) : history.decibans
  }
}

extension SignalInput {
  /// A measure of the visited repository; not collected for a claim nobody followed.
  func visited(
    _ measure: (ClaimedRepository) -> Observation<Double>
  ) -> Observation<Double> {
    facts.repository.flatMap { _ in repository.map(measure) ?? .notCollected }
  }
}
