import Corpus
import Foundation
import RegistrySimulator
import Testing

@Suite struct WorldTests {
  @Test(arguments: Ecosystem.allCases)
  func `the same seed gives the same documents`(ecosystem: Ecosystem) {
    let again = World(Worlds.nights[1].configuration)
    let packages = Worlds.nights[1].packages(ecosystem)
    #expect(packages.map(\.name) == again.packages(ecosystem).map(\.name))
    for package in packages.prefix(25) {
      let kind = mainKind(ecosystem)
      #expect(Worlds.nights[1].document(kind, package) == again.document(kind, package))
    }
    #expect(again.truthCSV() == Worlds.nights[1].truthCSV())
  }

  @Test func `another seed gives another world`() {
    let other = World(SimulatorConfiguration(packages: 600, seed: 12))
    #expect(other.packages(.npm).map(\.name) != Worlds.nights[0].packages(.npm).map(\.name))
  }

  @Test(arguments: Ecosystem.allCases)
  func `names are unique`(ecosystem: Ecosystem) {
    let keys = Worlds.nights[3].packages(ecosystem).map(\.key)
    #expect(Set(keys).count == keys.count)
  }

  @Test(arguments: Ecosystem.allCases, 1...3)
  func `a night changes only the packages whose version changes`(ecosystem: Ecosystem, day: Int) {
    let (before, after) = (Worlds.nights[day - 1], Worlds.nights[day])
    var changed = 0
    for old in before.packages(ecosystem) {
      let id = PackageID(ecosystem, old.name)
      guard let new = after.package(id) else {
        Issue.record("\(old.name) is missing on day \(day)")
        continue
      }
      let isSame = new.serial == old.serial
      changed += isSame ? 0 : 1
      #expect(new.serial >= old.serial)
      #expect(!isSame || before.presence(of: old) == after.presence(of: new))
      guard isSame, old.serial % 40 == 0 else { continue }
      let kind = mainKind(ecosystem)
      #expect(before.document(kind, old) == after.document(kind, new), "\(old.name)")
    }
    #expect(changed > 3)
    #expect(after.packages(ecosystem).count > before.packages(ecosystem).count)
  }

  @Test(arguments: Ecosystem.allCases)
  func `about two in a hundred packages change a day`(ecosystem: Ecosystem) {
    let configuration = SimulatorConfiguration(packages: 3000, seed: 5, ecosystems: [ecosystem])
    var next = configuration
    next.day = 1
    let (before, after) = (World(configuration), World(next))
    let changed = before.packages(ecosystem).filter { old in
      guard old.isInPopulation else { return false }
      return after.package(PackageID(ecosystem, old.name))?.serial != old.serial
    }
    let arrived = after.packages(ecosystem).filter(\.isInPopulation).count - 3000
    #expect((35...85).contains(changed.count + arrived))
  }

  @Test func `shares of the population are those that are declared`() {
    let world = World(SimulatorConfiguration(packages: 20_000, seed: 3, ecosystems: [.npm]))
    let population = world.packages(.npm).filter(\.isInPopulation)
    #expect(population.count == 20_000)
    let malicious = population.filter(\.isMalicious)
    #expect((250...380).contains(malicious.count))
    let neglected = population.filter { $0.archetype == .neglected }
    let share = Double(neglected.filter(\.isMalicious).count) / Double(neglected.count)
    #expect(abs(share - 1.0 / 11) < 0.02)
    #expect(!malicious.contains { $0.archetype == .popular })
  }

  @Test func `one in eleven neglected packages is malicious`() {
    #expect(abs(Archetype.neglected.posterior(prior: 0.01575) - 1.0 / 11) < 1e-4)
    let mean = Archetype.allCases.reduce(0.0) { sum, archetype in
      let share =
        0.01575 * archetype.share(malicious: true) + (1 - 0.01575)
        * archetype.share(malicious: false)
      return sum + share * archetype.posterior(prior: 0.01575)
    }
    #expect(abs(mean - 0.01575) < 1e-12)
  }

  @Test(arguments: Ecosystem.allCases, [300, 3000])
  func `forty campaigns are seen alive and reported by the third night`(
    ecosystem: Ecosystem, packages: Int
  ) {
    let configuration = SimulatorConfiguration(
      packages: packages, seed: 9, day: 2, ecosystems: [ecosystem])
    let world = World(configuration)
    let nights = (0...2).map {
      UTCInstant(milliseconds: world.now.milliseconds - (2 - $0) * 86_400_000)
    }
    var campaigns: Set<Int> = []
    for package in world.packages(ecosystem) {
      guard let campaign = package.campaign, let reported = package.reportedAt,
        let taken = package.takenDownAt, reported <= world.now
      else { continue }
      if nights.contains(where: { package.publishedAt <= $0 && $0 < taken }) {
        campaigns.insert(campaign)
      }
    }
    #expect(campaigns.count >= 40)
  }

  @Test func `a neglected package differs from the next in name and times only`() throws {
    let world = Worlds.nights[0]
    var shapes: Set<String> = []
    for package in world.packages(.npm)
    where package.archetype == .neglected && world.presence(of: package) == .active {
      let text = String(decoding: try #require(world.document(.packument, package)), as: UTF8.self)
      let masked = text.replacing(package.name, with: "NAME")
        .replacing(#/20\d\d-\d\d-\d\dT[\d:.]+Z/#, with: "TIME")
        .replacing(#/u[a-z]{8}/#, with: "USER").replacing(#/\d-[0-9a-f]{16}/#, with: "REV")
        .replacing(#/[0-9a-f]{40}/#, with: "SHA").replacing(#/sha512-[^"]*/#, with: "SHA")
      shapes.insert(masked)
    }
    #expect(shapes.count == 1)
  }

  @Test(arguments: Ecosystem.allCases)
  func `every document is well-formed`(ecosystem: Ecosystem) throws {
    let world = Worlds.nights[2]
    for package in world.packages(ecosystem).prefix(60) {
      guard let body = world.document(mainKind(ecosystem), package) else { continue }
      if ecosystem == .crates {
        for line in body.split(separator: 0x0A) {
          #expect(try object(line)["name"] as? String == package.name)
        }
      } else {
        let name = try object(body)[ecosystem == .npm ? "name" : "info"]
        #expect(name != nil)
      }
    }
  }
}
