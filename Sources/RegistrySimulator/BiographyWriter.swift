import Corpus

/// Makes the biography of one package from its number, its archetype and its times.
struct BiographyWriter {
  let package: SimulatedPackage
  let population: Population
  let accounts: Accounts
  private var random: SplitMix64
  private var biography = Biography()

  init(_ package: SimulatedPackage, in population: Population, accounts: Accounts) {
    self.package = package
    self.population = population
    self.accounts = accounts
    random = population.random(5, package.number)
  }

  /// The biography with all events so far.
  static func write(
    _ package: SimulatedPackage, in population: Population, accounts: Accounts
  ) -> Biography {
    var writer = BiographyWriter(package, in: population, accounts: accounts)
    if let shape = ArchetypeShape.of(package.archetype) {
      writer.fill(shape)
    } else {
      writer.fillNeglected()
    }
    return writer.biography
  }

  private mutating func fillNeglected() {
    let account = Accounts.own(ofPackage: package.number)
    biography.maintainers = [account]
    biography.releases = [
      SimulatedRelease(
        version: "0.1.0", time: package.publishedAt.milliseconds, publisher: account)
    ]
  }

  private mutating func fill(_ shape: ArchetypeShape) {
    fillPeople(shape)
    fillReleases(shape)
    fillTexts(shape)
    fillLinks(shape)
    fillDependencies(shape)
    fillContents(shape)
    for event in package.events { apply(event) }
  }

  private mutating func fillPeople(_ shape: ArchetypeShape) {
    for _ in 0..<random.within(shape.maintainers) {
      let account = accounts.drawn(package.archetype, &random)
      if !biography.maintainers.contains(account) { biography.maintainers.append(account) }
    }
  }

  /// Releases end at the time of publication and reach back from it.
  private mutating func fillReleases(_ shape: ArchetypeShape) {
    let count = random.within(shape.releases)
    var time = package.publishedAt.milliseconds
    var times = [time]
    for _ in 1..<max(count, 1) {
      time -= Int64(random.exponential(mean: shape.gap) * Double(SimulatedTime.day)) + 60_000
      if time > 1_325_376_000_000 { times.append(time) }
    }
    let attestedFrom = random.chance(shape.attested) ? random.below(times.count) : times.count
    var version = VersionNumber()
    for (index, time) in times.reversed().enumerated() {
      var release = version.release(at: time, ecosystem: package.ecosystem, &random)
      release.isYanked = index < times.count - 1 && random.chance(0.02)
      release.isAttested = index >= attestedFrom
      release.publisher = random.pick(biography.maintainers)
      biography.releases.append(release)
    }
  }

  private mutating func fillTexts(_ shape: ArchetypeShape) {
    biography.summary = TextMaker.sentence(words: random.within(3...12), &random)
    biography.readme = TextMaker.text(characters: random.within(shape.readme), &random)
    biography.licence =
      random.chance(shape.licence) ? random.pick(["MIT", "Apache-2.0", "BSD-3-Clause"]) : nil
    biography.keywords = (0..<random.within(shape.keywords)).map { _ in
      TextMaker.word(&random)
    }
    biography.classifiers = random.within(0...(shape.keywords.upperBound + 2))
  }

  private mutating func fillLinks(_ shape: ArchetypeShape) {
    let owner = accounts.login(biography.maintainers[0])
    let base = package.name.split(separator: "/").last.map(String.init) ?? package.name
    if random.chance(shape.repository) {
      switch random.unit() {
      case ..<0.15:
        biography.repository = "https://github.com/\(owner)/workspace"
        biography.directory = "packages/\(base)"
      case ..<0.17 where package.archetype != .popular && !population.popular.isEmpty:
        let victim = population.packages[random.pick(population.popular)]
        biography.repository = "https://github.com/\(Self.upstream(victim))"
        biography.isRepositoryBorrowed = true
      default:
        biography.repository =
          package.archetype == .popular
          ? "https://github.com/\(Self.upstream(package))" : "https://github.com/\(owner)/\(base)"
      }
    }
    if random.chance(shape.homepage) { biography.homepage = "https://\(owner).example/\(base)" }
    if random.chance(shape.homepage / 2) {
      biography.documentation = "https://docs.example/\(base)"
    }
  }

  /// The repository of a popular package: an owner made from its number, then its name.
  private static func upstream(_ package: SimulatedPackage) -> String {
    let base = package.name.split(separator: "/").last.map(String.init) ?? package.name
    return "team-\(package.number)/\(base)"
  }

  /// Dependencies point to popular packages of lower rank only, so that there is no circle.
  private mutating func fillDependencies(_ shape: ArchetypeShape) {
    let reach =
      package.archetype == .popular
      ? population.popularCount(below: package.number) : population.popular.count
    guard reach > 0 else { return }
    for _ in 0..<random.within(shape.dependencies) {
      let skewed = random.unit()
      let target = population.packages[
        population.popular[Int(Double(reach) * skewed * skewed * skewed)]]
      if !biography.dependencies.contains(target.name), target.number != package.number {
        biography.dependencies.append(target.name)
      }
    }
    biography.dependencies.sort()
  }

  private mutating func fillContents(_ shape: ArchetypeShape) {
    biography.hasInstallHook = random.chance(shape.installHook)
    biography.hasSource = random.chance(shape.source)
    biography.hasTypes = random.chance(shape.types)
    biography.extraFiles = random.within(shape.files)
    biography.downloads = random.within(shape.downloads)
    biography.vulnerabilities = random.chance(0.02) ? 1 : 0
    biography.isDeprecated = random.chance(0.02)
    let isOdd = package.archetype != .popular && random.chance(0.04)
    biography.oddity = isOdd ? random.within(1...6) : 0
  }

  private mutating func apply(_ event: PackageEvent) {
    switch event.kind {
    case .release: addRelease(at: event.time)
    case .yank:
      if biography.releases.count > 1 {
        biography.releases[random.below(biography.releases.count - 1)].isYanked = true
      }
    case .ownership:
      biography.maintainers.append(accounts.drawn(package.archetype, &random))
      if random.chance(0.5) { biography.maintainers.removeFirst() }
    case .deprecation: biography.isDeprecated = true
    case .deletion: break
    }
  }

  private mutating func addRelease(at time: Int64) {
    guard let last = biography.releases.last(where: { !$0.isPrerelease }) else { return }
    var version = VersionNumber(after: last.version)
    var release = version.release(at: time, ecosystem: package.ecosystem, &random)
    release.isAttested = last.isAttested
    release.publisher = random.pick(biography.maintainers)
    biography.releases.append(release)
  }
}
