import Corpus
import Foundation
import Pipeline
import RegistrySimulator
import Storage
import Testing

/// Crawls of registries that misbehave.
@Suite struct CrawlFaultTests {
  @Test("A crawl through faults ends with the same documents and facts as an undisturbed one")
  func faults() async throws {
    let calm = try TestCorpus()
    let disturbed = try TestCorpus()
    try await TestRegistries.with(packages: 40) { registries in
      _ = try await calm.crawl(registries, .night(0))
    }
    let faults =
      "429=0.05,429-date=0.05,403=0.02,500=0.05,503=0.05,truncate=0.05,reset=0.05,gzip=0.1,"
      + "bomb=0.01,redirect=0.02,invalid-json=0.05,stale=0.05,sequence-reset=0.05"
    try await TestRegistries.with(packages: 40, faults: faults) { registries in
      var attempts = 0
      var isComplete = false
      while !isComplete, attempts < 12 {
        let counts = try await disturbed.crawl(registries, .night(0, hours: 2 * attempts))
        isComplete = counts.values.allSatisfy { $0.owed == 0 && $0.feedFailure == nil }
        attempts += 1
      }
      #expect(isComplete)
    }
    #expect(try await calm.documents(.night(0)) == disturbed.documents(.night(2)))
    for corpus in [calm, disturbed] {
      _ = try await corpus.open(.night(2)) {
        try await ExtractStage.run(Ecosystem.allCases, in: $0)
      }
    }
    for ecosystem in Ecosystem.allCases {
      let facts = try (calm.facts(ecosystem), disturbed.facts(ecosystem))
      #expect(facts.0.count >= 40)
      #expect(facts.0.map(timeless) == facts.1.map(timeless))
    }
  }

  @Test("Members that come twice and documents of megabytes are kept as sent and say the same")
  func sameFacts() async throws {
    let calm = try TestCorpus()
    let disturbed = try TestCorpus()
    try await TestRegistries.with(packages: 40) { registries in
      _ = try await calm.crawl(registries, .night(0))
    }
    try await TestRegistries.with(packages: 40, faults: "duplicate=0.4,huge=0.05") { registries in
      let counts = try await disturbed.crawl(registries, .night(0))
      #expect(counts.values.allSatisfy { $0.owed == 0 && $0.feedFailure == nil })
    }
    #expect(try await calm.documents(.night(0)) != disturbed.documents(.night(0)))
    for corpus in [calm, disturbed] {
      _ = try await corpus.open(.night(0)) {
        try await ExtractStage.run(Ecosystem.allCases, in: $0)
      }
    }
    for ecosystem in Ecosystem.allCases {
      let facts = try [calm, disturbed].map { try $0.facts(ecosystem).map(digestless) }
      #expect(facts[0].count >= 40 && facts[0] == facts[1])
    }
  }

  private func digestless(_ facts: PackageFacts) -> PackageFacts {
    var facts = facts
    facts.documentDigest = ""
    return facts
  }

  @Test("Names that a list leaves out are found by the next one", arguments: [Ecosystem.pypi])
  func gap(ecosystem: Ecosystem) async throws {
    try await TestRegistries.with(packages: 60, faults: "gap=1,longest-run=1") { registries in
      let corpus = try TestCorpus()
      var options = CrawlOptions()
      options.ecosystems = [ecosystem]
      _ = try await corpus.crawl(registries, .night(0), options)
      let gapped = try await corpus.documents(.night(0)).count
      _ = try await corpus.crawl(registries, .night(0, hours: 2), options)
      #expect(try await corpus.documents(.night(1)).count > gapped + 10)
    }
  }

  /// Facts without the moment they were fetched at.
  private func timeless(_ facts: PackageFacts) -> PackageFacts {
    var facts = facts
    facts.observedAt = .night(0)
    return facts
  }

  @Test(
    "A registry that is down leaves the others complete, and the night partial with the reason",
    arguments: Ecosystem.allCases)
  func down(ecosystem: Ecosystem) async throws {
    try await TestRegistries.with(packages: 40) { registries in
      let corpus = try TestCorpus()
      let night = try await corpus.open(.night(0), settings(registries, without: ecosystem)) {
        try await corpus.importLabels(registries, in: $0)
        return try await NightlyRun.run(CrawlOptions(), in: $0)
      }
      #expect(night.certificate.verdict == .partial)
      #expect(night.certificate.verdict.exitCode == 3)
      for (name, certificate) in night.certificate.ecosystems {
        if name == ecosystem.rawValue {
          #expect(certificate.verdict == .partial)
          #expect(certificate.crawl.feedFailure != nil)
          #expect(certificate.reasons.first?.hasPrefix("the feed could not be read: ") == true)
        } else {
          #expect(certificate.verdict == .publish, "\(name): \(certificate.reasons)")
          #expect(certificate.extract.packages >= 40)
          #expect(certificate.crawl.owed == 0)
        }
      }
      guard ecosystem == .crates else { return }
      let again = try await corpus.night(1, at: registries)
      #expect(again.certificate.verdict == .publish)
      #expect(again.certificate.ecosystems.values.allSatisfy { $0.extract.packages >= 40 })
    }
  }

  /// Settings in which one registry's addresses lead to a port where nobody listens.
  private func settings(_ registries: TestRegistries, without ecosystem: Ecosystem) -> Settings {
    var settings = registries.settings
    let nowhere = SimulatorEndpoints(base: "http://127.0.0.1:1")
    switch ecosystem {
    case .pypi: settings.endpoints.pypi = nowhere.pypi
    case .npm:
      settings.endpoints.npm = nowhere.npm
      settings.endpoints.npmReplicate = nowhere.npmReplicate
    case .crates:
      settings.endpoints.cratesIndex = nowhere.cratesIndex
      settings.endpoints.cratesDump = nowhere.cratesDump
    }
    return settings
  }

  @Test("Items postponed by one crawl are fetched by a later one, not by one too early")
  func postponed() async throws {
    try await TestRegistries.with(packages: 10, faults: "stale=1,longest-run=1000") { registries in
      let corpus = try TestCorpus()
      var options = CrawlOptions()
      options.ecosystems = [.pypi]
      let first = try await corpus.crawl(registries, .night(0), options)[.pypi]
      #expect(first?.stale == first?.expected)
      #expect(first?.owed == first?.expected)
      let soon = UTCInstant(milliseconds: UTCInstant.night(0).milliseconds + 60_000)
      var quiet = options
      quiet.onlyPackages = [.pypi: []]
      let tooEarly = try await corpus.crawl(registries, soon, quiet)[.pypi]
      #expect(tooEarly?.requests == 0 && tooEarly?.owed == first?.owed)
      let later = try await corpus.crawl(registries, .night(0, hours: 2), quiet)[.pypi]
      #expect(later?.stale == first?.expected)
    }
  }
}
