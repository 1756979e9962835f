import Corpus

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in a range.
  mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
    Int64.random(in: range, using: &self)
  }

  /// One of the elements.
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(number(0...Int64(elements.count - 1)))]
  }

  /// A text as hostile registries send them: empty, quoted, with NUL, of many scripts, long.
  mutating func text() -> String {
    let samples = [
      "", " ", "plain", "a\"b,c\n", "nul\u{0}nul", "..", "../../etc", "ключ", "👩‍👩‍👧", "e\u{301}",
      "\u{FEFF}", "NULL", "nan", String(repeating: "x", count: 300),
    ]
    return pick(samples) + String(number(0...9))
  }
}

/// Random facts that hold every state of every observation.
struct SeededFacts {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(state: seed) }

  /// Facts of so many packages, in the order of tables.
  mutating func packages(_ count: Int, _ ecosystem: Ecosystem) -> [PackageFacts] {
    (0..<count).map { package(PackageID(ecosystem, "\(random.text())-\($0)")) }
      .sorted { $0.package < $1.package }
  }

  private mutating func package(_ package: PackageID) -> PackageFacts {
    var facts = PackageFacts(package: package, observedAt: instant())
    facts.displayName = random.text()
    facts.status = random.pick(PackageStatus.allCases)
    facts.documentDigest = random.text()
    facts.currentVersion = Bool.random(using: &random) ? random.text() : nil
    facts.releases = (0..<random.number(0...4)).map { _ in release() }
    fillNumbers(&facts)
    fillTexts(&facts)
    facts.repository = observed { $0.claim() }
    facts.maintainers = observed { maker in
      (0..<maker.random.number(0...3)).map { _ in maker.random.text() }
    }
    facts.dependencies = observed { maker in
      (0..<maker.random.number(0...3)).map { _ in maker.dependency() }
    }
    return facts
  }

  private mutating func fillNumbers(_ facts: inout PackageFacts) {
    for path in [
      \PackageFacts.summaryCharacters, \.readmeCharacters, \.keywordCount, \.classifierCount,
      \.fileCount, \.vulnerabilityCount,
    ] {
      facts[keyPath: path] = observed { Int($0.random.number(0...(.max))) }
    }
    for path in [\PackageFacts.sizeBytes, \.downloads] {
      facts[keyPath: path] = observed { $0.random.number(.min...(.max)) }
    }
  }

  private mutating func fillTexts(_ facts: inout PackageFacts) {
    for path in [
      \PackageFacts.deprecated, \.installHook, \.sourceOnly, \.typeDeclarations,
    ] {
      facts[keyPath: path] = observed { Bool.random(using: &$0.random) }
    }
    for path in [\PackageFacts.licence, \.homepage, \.documentation] {
      facts[keyPath: path] = observed { $0.random.text() }
    }
  }

  /// One of the five states with equal chance.
  private mutating func observed<Value>(_ value: (inout SeededFacts) -> Value) -> Observation<Value>
  {
    switch random.pick(SignalState.allCases) {
    case .present: .present(value(&self))
    case .absent: .absent
    case .notCollected: .notCollected
    case .withheld: .withheld
    case .notApplicable: .notApplicable
    }
  }

  private mutating func instant() -> UTCInstant {
    UTCInstant(milliseconds: random.number(-62_135_596_800_000...253_402_300_799_999))
  }

  private mutating func release() -> ReleaseFacts {
    ReleaseFacts(
      version: random.text(), publishedAt: Bool.random(using: &random) ? instant() : nil,
      isPrerelease: .random(using: &random), isYanked: .random(using: &random),
      isRemoved: .random(using: &random),
      publisher: Bool.random(using: &random) ? random.text() : nil,
      isAttested: random.pick([nil, false, true]))
  }

  private mutating func claim() -> RepositoryClaim {
    RepositoryClaim(
      host: random.text(), path: random.text(),
      subdirectory: Bool.random(using: &random) ? random.text() : nil, rule: random.text())
  }

  private mutating func dependency() -> Dependency {
    Dependency(
      name: random.text(), kind: random.pick(Dependency.Kind.allCases),
      requirement: random.text(), isDirectURL: .random(using: &random))
  }
}
