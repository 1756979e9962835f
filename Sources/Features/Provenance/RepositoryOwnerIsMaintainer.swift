import Corpus

extension Signals {
  /// Whether a registry account has the name of the repository owner.
  ///
  /// Question: Do the people who publish own the repository? Direction: more is safer.
  /// Unit: 0 or 1. Absent without a claim; not collected when the maintainers are not known.
  /// To fake it: Register the account name in the registry before its owner does.
  static let repositoryOwnerIsMaintainer = Signal(
    SignalDefinition(
      name: "repository_owner_is_maintainer", facet: .provenance, unit: "0 or 1",
      direction: .higherIsSafer, costToFake: .low,
      question: "Do the people who publish own the repository?",
      howToFake: "Register the account name in the registry before its owner does."
    )
  ) { input in
    input.facts.repository.flatMap { claim in
      input.facts.maintainers.map { accounts in
        accounts.contains { RepositoryHosts.isSameAccount($0, claim.owner) } ? 1 : 0
      }
    }
  }
}
