/// The popular names of one registry, indexed so that a query touches only names that may match.
///
/// Complexity: one query probes O(L^2) hashes, whatever the number of targets.
struct NameTargets: Sendable {
  /// Longer names are compared with nobody: the longest any of the registries allows is 214.
  static let maximumNameBytes = 256
  /// Shorter names are no targets of rules that change or add letters: everything is near them.
  static let minimumTargetBytes = 4
  /// Lengths of stripped targets that edits are looked for against.
  static let editableBytes = minimumTargetBytes...30
  /// Two edits are looked for only against this many targets.
  static let editTwoTargets = 5_000
  /// Shorter stripped names, on either side, are two edits away from too many to mean anything.
  static let minimumEditTwoBytes = 8
  /// Lengths of stripped names that two edits are looked for from.
  static let editTwoQueryBytes = minimumEditTwoBytes...editableBytes.upperBound + 2

  /// In rank order, most popular first.
  let forms: [NameForm]
  /// Every popular name, also those too short to be a target.
  private let byName: HashIndex
  let byStripped: HashIndex
  let bySkeleton: HashIndex
  let bySortedTokens: HashIndex
  /// Hashes of stripped targets with up to one byte left out.
  let byOneDeletion: HashIndex
  /// Hashes of the first stripped targets with up to two bytes left out.
  let byTwoDeletions: HashIndex

  /// Indexes names given in rank order.
  init(ranked names: [String]) {
    forms = names.map(NameForm.init)
    let targets = forms.enumerated()
      .filter { !$0.element.stripped.isEmpty && $0.element.name.count <= Self.maximumNameBytes }
      .map { (rank: Int32($0.offset), form: $0.element) }
    byName = HashIndex(
      forms.enumerated().map { (DeletionHash.whole($0.element.name), Int32($0.offset)) })
    byStripped = HashIndex(targets.map { (DeletionHash.whole($0.form.stripped), $0.rank) })
    bySkeleton = HashIndex(targets.map { (DeletionHash.whole($0.form.skeleton), $0.rank) })
    bySortedTokens = HashIndex(
      targets.compactMap { target in
        target.form.sortedTokens.map { (DeletionHash.whole($0), target.rank) }
      })
    let editable = targets.filter { Self.editableBytes.contains($0.form.stripped.count) }
    byOneDeletion = Self.deletions(editable, two: false)
    byTwoDeletions = Self.deletions(
      editable.filter {
        $0.rank < Self.editTwoTargets && $0.form.stripped.count >= Self.minimumEditTwoBytes
      }, two: true)
  }

  private static func deletions(
    _ targets: [(rank: Int32, form: NameForm)], two: Bool
  ) -> HashIndex {
    var pairs: [(key: UInt64, target: Int32)] = []
    for (rank, form) in targets {
      let hash = DeletionHash(form.stripped)
      hash.forEachUpToOne { pairs.append(($0, rank)) }
      if two { hash.forEachTwo { pairs.append(($0, rank)) } }
    }
    return HashIndex(pairs)
  }

  /// The rank of exactly this name; nil when it is not popular.
  func rank(of name: some Collection<UInt8>) -> Int? {
    var found: Int?
    byName.forEach(DeletionHash.whole(name)) { rank in
      if found == nil, forms[rank].name.elementsEqual(name) { found = rank }
    }
    return found
  }

  /// The rank of exactly this name if it is long enough to be imitated.
  func targetRank(of name: some Collection<UInt8>) -> Int? {
    name.count < Self.minimumTargetBytes ? nil : rank(of: name)
  }
}
