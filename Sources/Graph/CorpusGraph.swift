import Corpus

/// Packages, accounts and repositories of a corpus as numbers; row n is the n-th package.
struct CorpusGraph {
  /// By package: the packages it depends on, development and direct URLs left out, itself left out.
  let dependencies: Adjacency
  /// By package: the accounts that may publish it; empty when they are not known.
  let maintainers: Adjacency
  private let accounts: NameNumbers
  /// By package: the number of the repository it claims; nil without a claim.
  let repositories: [Int32?]
  let repositoryCount: Int

  /// Numbers everything, in O(V + E). A name that occurs twice stands for its first row.
  init(_ facts: [PackageFacts]) {
    dependencies = Self.dependencies(facts)
    var accounts = NameNumbers()
    var repositoryNumbers = NameNumbers()
    var maintainers = Adjacency()
    var repositories: [Int32?] = []
    for row in facts.indices {
      let ecosystem = facts[row].package.ecosystem
      maintainers.appendRow(
        (facts[row].maintainers.value ?? []).map { accounts.number($0, in: ecosystem) })
      repositories.append(
        facts[row].repository.value.map { repositoryNumbers.number($0.key, in: ecosystem) })
    }
    self.maintainers = maintainers
    self.repositories = repositories
    self.accounts = accounts
    repositoryCount = repositoryNumbers.count
  }

  var accountCount: Int { accounts.count }

  /// The number of an account; nil when it maintains nothing.
  func account(_ name: String, in ecosystem: Ecosystem) -> Int32? {
    accounts.known(name, in: ecosystem)
  }

  private static func dependencies(_ facts: [PackageFacts]) -> Adjacency {
    var rows = NameNumbers(minimumCapacity: facts.count)
    var rowOfNumber: [Int32] = []
    for row in facts.indices {
      let number = rows.number(facts[row].package.key, in: facts[row].package.ecosystem)
      if Int(number) == rowOfNumber.count { rowOfNumber.append(Int32(row)) }
    }
    var result = Adjacency()
    for row in facts.indices {
      let ecosystem = facts[row].package.ecosystem
      var targets: [Int32] = []
      for dependency in facts[row].dependencies.value ?? [] where Link.isUse(dependency) {
        guard let number = rows.known(dependency.name, in: ecosystem) else {
          continue
        }
        let target = rowOfNumber[Int(number)]
        if Int(target) != row { targets.append(target) }
      }
      result.appendRow(targets)
    }
    return result
  }
}
