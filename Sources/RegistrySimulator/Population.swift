import Corpus

/// All packages of one registry up to a day: the unlabelled draw, the campaigns, the arrivals.
struct Population: Sendable {
  let ecosystem: Ecosystem
  let names: PackageNames
  /// In order of creation; packages that appear after now are left out.
  private(set) var packages: [SimulatedPackage] = []
  private(set) var byKey: [String: Int] = [:]
  /// Positions of the popular packages of day 0: the targets of dependencies.
  private(set) var popular: [Int] = []
  /// Position of a good package that is reported by mistake; nil in tiny populations.
  private(set) var falselyReported: Int?
  /// Positions in the order of the newest change.
  private(set) var bySerial: [Int] = []
  /// npm: positions in the order of the names' bytes; empty elsewhere.
  private(set) var byName: [Int] = []
  /// PyPI: every row of the journal, by serial; empty elsewhere.
  private(set) var journal: [JournalRow] = []
  /// The newest change number of the registry.
  private(set) var lastSerial: Int64

  private let configuration: SimulatorConfiguration
  private let now: Int64

  init(_ ecosystem: Ecosystem, _ configuration: SimulatorConfiguration) {
    self.ecosystem = ecosystem
    self.configuration = configuration
    names = PackageNames(ecosystem: ecosystem, seed: configuration.seed)
    now = configuration.now
    lastSerial = ecosystem == .npm ? 126_000_000 : 35_000_000
    addUnlabelled()
    addCampaigns()
    addArrivals()
    addEvents()
    numberChanges()
    order()
  }

  private mutating func order() {
    let all = packages
    bySerial = all.indices.sorted { all[$0].serial < all[$1].serial }
    guard ecosystem == .npm else { return }
    byName = all.indices.sorted { all[$0].name.utf8.lexicographicallyPrecedes(all[$1].name.utf8) }
  }

  /// The stream for one purpose and number.
  func random(_ purpose: UInt64, _ number: Int) -> SplitMix64 {
    SplitMix64(
      seed: configuration.seed, purpose, UInt64(ecosystem.number), UInt64(number))
  }

  /// How many popular packages of day 0 have a smaller number.
  func popularCount(below number: Int) -> Int {
    popular.partitioningIndex { packages[$0].number < number }
  }

  private mutating func add(_ package: SimulatedPackage) {
    guard package.publishedAt.milliseconds <= now else { return }
    byKey[package.key] = packages.count
    packages.append(package)
  }

  /// The name of a package, one in seventy hobby packages looking like a popular one.
  private func name(
    _ number: Int, _ archetype: Archetype, _ random: inout SplitMix64
  ) -> String {
    let own = names.name(number, archetype: archetype, random: &random)
    guard archetype == .hobby, !popular.isEmpty, random.chance(0.015) else { return own }
    let target = packages[random.pick(popular)].name
    let copy = PackageNames.lookalike(of: target, random: &random)
    return byKey[PackageID.normalise(copy, in: ecosystem)] == nil ? copy : own
  }

  // MARK: The unlabelled draw

  private mutating func addUnlabelled() {
    packages.reserveCapacity(configuration.packages + configuration.packages / 8 + 1000)
    byKey.reserveCapacity(packages.capacity)
    for index in 0..<configuration.packages {
      var random = random(1, index * 4)
      let malicious = random.chance(configuration.prior)
      let archetype = Archetype.drawn(random.unit(), malicious: malicious)
      let age = Int64(age(of: archetype, &random) * Double(SimulatedTime.day))
      let published = SimulatedTime.firstNight - SimulatedTime.hour - age
      if archetype == .popular { popular.append(packages.count) }
      if falselyReported == nil, archetype == .maintained, !malicious {
        falselyReported = packages.count
      }
      add(unlabelled(index * 4, archetype, malicious, published, &random))
    }
  }

  private func unlabelled(
    _ number: Int, _ archetype: Archetype, _ malicious: Bool, _ published: Int64,
    _ random: inout SplitMix64
  ) -> SimulatedPackage {
    SimulatedPackage(
      ecosystem: ecosystem, number: number, name: name(number, archetype, &random),
      archetype: archetype, isMalicious: malicious, campaign: nil,
      publishedAt: UTCInstant(milliseconds: published), takenDownAt: nil, reportedAt: nil)
  }

  /// Days since the newest release on the first night.
  private func age(of archetype: Archetype, _ random: inout SplitMix64) -> Double {
    switch archetype {
    case .neglected, .hobby: random.between(1, 1400)
    case .maintained: min(900, random.exponential(mean: 70))
    case .popular: min(400, random.exponential(mean: 20))
    }
  }

  // MARK: Campaigns

  private mutating func addCampaigns() {
    let initial = CampaignSchedule.initialCount(packages: configuration.packages)
    for index in 0..<initial {
      var random = random(2, index)
      let schedule = CampaignSchedule.initial(index, random: &random)
      addMembers(of: index, schedule, &random)
    }
    let usual = CampaignSchedule.laterCount(packages: configuration.packages)
    let later = configuration.malwareHours == nil ? usual : max(8, usual)
    for day in stride(from: 4, through: configuration.day, by: 1) {
      for index in 0..<later {
        let campaign = initial + (day - 4) * later + index
        var random = random(2, campaign)
        let schedule =
          if let hours = configuration.malwareHours {
            CampaignSchedule.brief(day: day, hours: hours, random: &random)
          } else {
            CampaignSchedule.later(day: day, index: index, random: &random)
          }
        addMembers(of: campaign, schedule, &random)
      }
    }
  }

  private mutating func addMembers(
    of campaign: Int, _ schedule: CampaignSchedule, _ random: inout SplitMix64
  ) {
    let size = min(12, Int((1 / (1 - random.unit())).squareRoot().rounded(.down)) + random.below(2))
    let prototype = Archetype.drawn(random.unit(), malicious: true)
    for member in 0..<max(1, size) {
      let copies = random.chance(0.8)
      let other = Archetype.drawn(random.unit(), malicious: true)
      let archetype = member == 0 || copies ? prototype : other
      add(self.member(member, of: campaign, archetype, schedule, &random))
    }
  }

  private func member(
    _ member: Int, of campaign: Int, _ archetype: Archetype, _ schedule: CampaignSchedule,
    _ random: inout SplitMix64
  ) -> SimulatedPackage {
    let number = (campaign * 16 + member) * 4 + 1
    let minute = Int64(member) * 60_000
    return SimulatedPackage(
      ecosystem: ecosystem, number: number, name: name(number, archetype, &random),
      archetype: archetype, isMalicious: true, campaign: campaign,
      publishedAt: UTCInstant(milliseconds: schedule.published + minute),
      takenDownAt: UTCInstant(milliseconds: schedule.takenDown + minute),
      reportedAt: schedule.reported.map { UTCInstant(milliseconds: $0 + minute) })
  }

  // MARK: Days

  private mutating func addArrivals() {
    let each = max(1, configuration.packages / 500)
    for day in stride(from: 1, through: configuration.day, by: 1) {
      for index in 0..<each {
        let number = (day * each + index) * 4 + 2
        var random = random(1, number)
        let malicious = random.chance(configuration.prior)
        let archetype = Archetype.drawn(random.unit(), malicious: malicious)
        let published = timeBefore(night: day, &random)
        add(unlabelled(number, archetype, malicious, published, &random))
      }
    }
  }

  /// A moment of the day that ends with a night.
  private func timeBefore(night day: Int, _ random: inout SplitMix64) -> Int64 {
    let start = SimulatedTime.night(day - 1) + SimulatedTime.hour
    return start + Int64(random.unit() * 22 * Double(SimulatedTime.hour))
  }

  private mutating func addEvents() {
    for day in stride(from: 1, through: configuration.day, by: 1) {
      for index in packages.indices where mayChange(packages[index], before: day) {
        var random = random(3 + UInt64(day) << 8, packages[index].number)
        guard random.chance(0.0205) else { continue }
        let kind = eventKind(packages[index].archetype, &random)
        let event = PackageEvent(kind: kind, time: timeBefore(night: day, &random))
        if event.time <= now { packages[index].events.append(event) }
      }
    }
  }

  private func mayChange(_ package: SimulatedPackage, before day: Int) -> Bool {
    package.archetype != .neglected && package.isInPopulation
      && package.publishedAt.milliseconds <= SimulatedTime.night(day - 1)
      && package.events.last?.kind != .deletion
  }

  private func eventKind(
    _ archetype: Archetype, _ random: inout SplitMix64
  ) -> PackageEvent.Kind {
    switch random.unit() {
    case ..<0.72: .release
    case ..<0.80: .yank
    case ..<0.92: .ownership
    case ..<0.98: .deprecation
    default: archetype == .hobby ? .deletion : .release
    }
  }

  // MARK: Serials

  /// Numbers all changes in the order of time, with gaps as real registries have them.
  private mutating func numberChanges() {
    var changes: [(time: Int64, number: Int, position: Int)] = []
    for (position, package) in packages.enumerated() {
      for time in package.changes(until: now) { changes.append((time, package.number, position)) }
    }
    changes.sort { ($0.time, $0.number) < ($1.time, $1.number) }
    var gaps = SplitMix64(seed: configuration.seed, 4, UInt64(ecosystem.number))
    for change in changes {
      // PyPI's journal has several rows for what happens at once; the last of them is the change's number.
      let rows = ecosystem == .pypi ? packages[change.position].journalActions(at: change.time) : []
      if rows == [.archive], configuration.archivesSilently { continue }
      for action in rows.dropLast() {
        lastSerial += 1
        journal.append(
          JournalRow(
            serial: lastSerial, position: change.position, time: change.time, action: action))
      }
      lastSerial += Int64(1 + gaps.below(4))
      if let action = rows.last {
        journal.append(
          JournalRow(
            serial: lastSerial, position: change.position, time: change.time, action: action))
      }
      packages[change.position].serial = lastSerial
      packages[change.position].revision += 1
      packages[change.position].changedAt = change.time
    }
  }
}

/// One row of PyPI's journal.
struct JournalRow: Sendable, Equatable {
  enum Action: Sendable {
    case create, release, file, yank, addOwner, archive, quarantine, deletion
  }

  var serial: Int64
  /// The package's position in the population.
  var position: Int
  var time: Int64
  var action: Action
}

extension SimulatedPackage {
  /// What the journal says happened at a moment, in order.
  func journalActions(at time: Int64) -> [JournalRow.Action] {
    if time == takenDownAt?.milliseconds { return [.quarantine] }
    if time == removalTime { return [.deletion] }
    if time == publishedAt.milliseconds { return [.create, .release, .file] }
    switch events.first(where: { $0.time == time })?.kind {
    case .release: return [.release, .file]
    case .yank: return [.yank]
    case .ownership: return [.addOwner]
    case .deprecation: return [.archive]
    case .deletion, nil: return [.deletion]
    }
  }
}
