/// One name looked up among the popular names of its registry.
///
/// Source: scoring method, appendix A.4. An unscoped copy of a scoped name has the
/// same letters, so the rule `separator` covers it.
struct NameQuery {
  /// More words than this are not combined: a name of hundreds of words would cost too much.
  static let maximumTokens = 16

  let form: NameForm
  let targets: NameTargets
  private(set) var best: (rule: NameRule, rank: Int)?
  private(set) var neighbours = 0

  /// Runs every rule that looks at the registry's own targets.
  init(_ form: NameForm, among targets: NameTargets) {
    self.form = form
    self.targets = targets
    let tokens = form.name.count == form.stripped.count ? [] : form.tokens
    findSameLetters()
    findSameTokens(tokens)
    if form.stripped.count <= NameTargets.editableBytes.upperBound + 2 {
      let hash = DeletionHash(form.stripped)
      findOneEdit(hash)
      if best == nil { findTwoEdits(hash) }
    }
    findCombinations(tokens)
    findVersionSuffix()
    findGluedAffix()
    findScopedCopy()
  }

  /// Keeps the hit with the lowest (precedence, rank); the first of equals.
  private mutating func offer(_ rule: NameRule, _ rank: Int) {
    if let best, (best.rule.precedence, best.rank) <= (rule.precedence, rank) { return }
    best = (rule, rank)
  }

  private mutating func findSameLetters() {
    targets.byStripped.forEach(DeletionHash.whole(form.stripped)) { rank in
      let target = targets.forms[rank]
      if target.stripped == form.stripped, target.name != form.name { offer(.separator, rank) }
    }
    guard best == nil else { return }
    targets.bySkeleton.forEach(DeletionHash.whole(form.skeleton)) { rank in
      if targets.forms[rank].skeleton == form.skeleton { offer(.homoglyph, rank) }
    }
  }

  private mutating func findSameTokens(_ tokens: [[UInt8]]) {
    guard tokens.count >= 2 else { return }
    let sorted = NameForm.sorted(tokens)
    targets.bySortedTokens.forEach(DeletionHash.whole(sorted)) { rank in
      let target = targets.forms[rank]
      if target.stripped != form.stripped, target.sortedTokens == sorted {
        offer(.tokenOrder, rank)
      }
    }
  }

  private mutating func findOneEdit(_ hash: DeletionHash) {
    guard (4...31).contains(form.stripped.count) else { return }
    var candidates: [Int] = []
    hash.forEachUpToOne { key in
      targets.byOneDeletion.forEach(key) { Self.insert($0, into: &candidates) }
    }
    for rank in candidates {
      guard let kind = EditKind.one(form.stripped, targets.forms[rank].stripped) else { continue }
      neighbours += 1
      offer(kind, rank)
    }
  }

  private mutating func findTwoEdits(_ hash: DeletionHash) {
    guard NameTargets.editTwoQueryBytes.contains(form.stripped.count) else { return }
    var candidates: [Int] = []
    hash.forEachUpToOne { key in
      targets.byTwoDeletions.forEach(key) { Self.insert($0, into: &candidates) }
    }
    hash.forEachTwo { key in
      targets.byTwoDeletions.forEach(key) { Self.insert($0, into: &candidates) }
    }
    for rank in candidates
    where EditKind.distance(form.stripped, targets.forms[rank].stripped, limit: 2) == 2 {
      neighbours += 1
      offer(.editTwo, rank)
    }
  }

  /// A proper run of words is a popular name.
  private mutating func findCombinations(_ tokens: [[UInt8]]) {
    guard !form.isScoped, (2...Self.maximumTokens).contains(tokens.count) else { return }
    for start in tokens.indices {
      for end in start + 1...tokens.count where end - start < tokens.count {
        guard let rank = rank(joining: tokens[start..<end]) else { continue }
        let rest = tokens[..<start] + tokens[end...]
        offer(rest.allSatisfy(Affixes.isCommon) ? .affixCombination : .wordCombination, rank)
      }
    }
  }

  private func rank(joining tokens: ArraySlice<[UInt8]>) -> Int? {
    if tokens.count == 1 { return targets.targetRank(of: tokens[tokens.startIndex]) }
    let separators: [[UInt8]] = [[UInt8(ascii: "-")], [UInt8(ascii: "_")], [UInt8(ascii: ".")], []]
    return separators.compactMap { targets.targetRank(of: Array(tokens.joined(separator: $0))) }
      .min()
  }

  /// A popular name with one to three digits, or `v` and a digit, behind it.
  private mutating func findVersionSuffix() {
    let digits = form.name.reversed().prefix { (0x30...0x39).contains($0) }.count
    for count in 1...3 where count <= digits {
      offerBase(form.name.dropLast(count))
      if count == 1, form.name.dropLast().last == UInt8(ascii: "v") {
        offerBase(form.name.dropLast(2))
      }
    }
  }

  private mutating func offerBase(_ base: ArraySlice<UInt8>) {
    if let rank = targets.targetRank(of: base) { offer(.versionSuffix, rank) }
    guard let last = base.last, Affixes.joiners.contains(last) else { return }
    if let rank = targets.targetRank(of: base.dropLast()) { offer(.versionSuffix, rank) }
  }

  private mutating func findGluedAffix() {
    for affix in Affixes.glued.prefixes where form.name.starts(with: affix) {
      if let rank = targets.targetRank(of: form.name.dropFirst(affix.count)) {
        offer(.gluedAffix, rank)
      }
    }
    for affix in Affixes.glued.suffixes where form.name.suffix(affix.count).elementsEqual(affix) {
      if let rank = targets.targetRank(of: form.name.dropLast(affix.count)) {
        offer(.gluedAffix, rank)
      }
    }
  }

  private mutating func findScopedCopy() {
    guard form.isScoped, let slash = form.name.firstIndex(of: UInt8(ascii: "/")),
      let rank = targets.rank(of: form.name[(slash + 1)...])
    else { return }
    offer(.scopedCopy, rank)
  }

  /// Candidates are few: a linear search beats a set.
  private static func insert(_ rank: Int, into candidates: inout [Int]) {
    if !candidates.contains(rank) { candidates.append(rank) }
  }
}

/// Words people add to a name without changing what it means.
enum Affixes {
  static let joiners = Array("-_.".utf8)

  static let glued = (
    prefixes: ["py", "python", "node", "js", "lib", "the", "my"].map { Array($0.utf8) },
    suffixes: ["py", "js", "lib", "api", "sdk", "x"].map { Array($0.utf8) }
  )

  private static let words = Set(
    """
    js ts node nodejs npm py python python3 lib libs library pkg package module api sdk cli dev
    core util utils utility tool tools helper helpers pro plus new official secure security safe
    update updated latest beta test tests demo client server web app react vue angular types plugin
    wrapper async fast lite easy simple free x v2 v3 io net org the my a go rs next native extra ext
    addon common base internal
    """
    .split(whereSeparator: \.isWhitespace).map { Array($0.utf8) })

  /// A listed word, a number, or a single letter.
  static func isCommon(_ token: [UInt8]) -> Bool {
    if words.contains(token) { return true }
    if token.allSatisfy({ (0x30...0x39).contains($0) }) { return true }
    return token.count == 1 && (0x61...0x7A).contains(token[0])
  }
}
