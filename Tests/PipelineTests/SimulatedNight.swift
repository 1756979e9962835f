import Corpus
import Features
import Foundation
import Graph
import Labels
import Pipeline
import Registries
import RegistrySimulator
import Scoring

/// One night of the simulated world, fitted and scored as the stages do it, without a network.
struct SimulatedNight {
  let reference: Reference
  /// The true share of malicious packages in each bin of the score; see `TruthCoverageTests`.
  let trueShares: [Double]

  /// Renders, decodes, labels and scores every package that was alive on a night up to `day`.
  init(_ ecosystem: Ecosystem, seed: UInt64, day: Int, packages: Int) throws {
    let nights = (0...day).map { day in
      World(
        SimulatorConfiguration(
          packages: packages, seed: seed, day: day, ecosystems: [ecosystem],
          origin: "http://files.example"))
    }
    let tonight = nights[day]
    let known = try LastLiveFacts(nights, ecosystem).all()
    let input = try Self.input(known.map(\.facts), tonight, ecosystem)
    let baseRate = try Scratch.file(tonight.baseRatesCSV(), "csv") {
      try BaseRateRows(BaseRateImport.read(path: $0).rows).rates.first
    }
    reference = Fit.reference(
      input, baseRate: baseRate,
      settings: FitSettings(id: "\(ecosystem)-\(seed)", createdFor: tonight.now.iso8601))
    let scores = Score.scores(input, reference: reference)
    var shares = Mean(count: reference.map?.bins.count ?? 0)
    for (row, package) in known.map(\.package).enumerated() where package.isInPopulation {
      guard !input.excluded[row], let bin = scores.bin[row] else { continue }
      shares.add(tonight.posterior(of: package), to: bin)
    }
    trueShares = shares.values
  }

  /// What the stages `link` and `fit` make of facts and of tonight's reports.
  private static func input(
    _ facts: [PackageFacts], _ tonight: World, _ ecosystem: Ecosystem
  ) throws -> ScoringInput {
    let graph = Link.signals(of: facts)
    let columns = Signals.columns(
      facts: facts, graph: graph, popular: PopularNames(facts: facts, graph: graph),
      now: tonight.now)
    let claims = try Scratch.file(tonight.labelsJSONL(), "jsonl") {
      try LabelImport.read(path: $0, source: nil).claims
    }
    let rows = LabelledRows(facts: facts, claims: claims)
    var input = ScoringInput(
      ecosystem: ecosystem, packages: facts.map(\.package), columns: columns,
      campaigns: rows.campaigns, excluded: rows.excluded)
    input.groups = rows.groups
    input.times = rows.times
    return input
  }
}

/// Means of several groups.
private struct Mean {
  private var sums: [Double]
  private var counts: [Int]

  init(count: Int) {
    sums = [Double](repeating: 0, count: count)
    counts = [Int](repeating: 0, count: count)
  }

  mutating func add(_ value: Double, to group: Int) {
    sums[group] += value
    counts[group] += 1
  }

  /// NaN for a group without values.
  var values: [Double] { zip(sums, counts).map { $0 / Double($1) } }
}

/// The facts a nightly crawl has of every package: those of the last night it was alive.
private struct LastLiveFacts {
  let nights: [World]
  let ecosystem: Ecosystem
  private let decoder = FactsDecoder()
  /// Per night; empty but for crates.io.
  private var dumps: [[String: CrateDumpRow]] = []

  init(_ nights: [World], _ ecosystem: Ecosystem) throws {
    self.nights = nights
    self.ecosystem = ecosystem
    guard ecosystem == .crates else { return }
    dumps = try nights.map { night in
      try Scratch.file(night.databaseDump(), "tar.gz") { try CratesDump.read(path: $0).crates }
    }
  }

  /// Sorted by package; names that came and went between two nights were never seen.
  func all() throws -> [(package: SimulatedPackage, facts: PackageFacts)] {
    guard let tonight = nights.last else { return [] }
    return try tonight.packages(ecosystem).compactMap { package in
      try facts(of: package, tonight).map { (package, $0) }
    }.sorted { $0.facts.package < $1.facts.package }
  }

  private func facts(of package: SimulatedPackage, _ tonight: World) throws -> PackageFacts? {
    let id = PackageID(ecosystem, package.name)
    for night in nights.indices.reversed() {
      guard let then = nights[night].package(id), nights[night].presence(of: then) == .active
      else { continue }
      var facts = try decoder.facts(
        for: id, from: documents(of: then, nights[night]),
        dump: dumps.isEmpty ? nil : dumps[night][id.key])
      if tonight.presence(of: package) != .active { facts.status = .deleted }
      return facts
    }
    return nil
  }

  private func documents(of package: SimulatedPackage, _ night: World) -> [Document] {
    let kinds: [DocumentKind] =
      switch ecosystem {
      case .pypi: [.projectJSON, .simpleDetail]
      case .npm: [.packument]
      case .crates: [.indexFile]
      }
    return kinds.compactMap { kind in
      night.document(kind, package).map {
        Document(kind: kind, bytes: $0, digest: "0", observedAt: night.now)
      }
    }
  }
}

/// Files that live as long as a closure runs.
private enum Scratch {
  static func file<Result>(
    _ bytes: [UInt8], _ suffix: String, _ body: (String) throws -> Result
  ) throws -> Result {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("assay-truth-\(UUID().uuidString).\(suffix)")
    try Data(bytes).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try body(url.path)
  }

  static func file<Result>(
    _ text: String, _ suffix: String, _ body: (String) throws -> Result
  ) throws -> Result {
    try file(Array(text.utf8), suffix, body)
  }
}
