package import Corpus
package import Storage
import Tables

/// Which packages come first when a month's requests do not last for all that is owed. Pure.
///
/// In lanes: neighbours of labelled malware, packages never seen, popular ones, then all others in
/// an order that depends on the name alone, so that what is left out is a random sample.
package struct FetchPriority: Sendable {
  package enum Lane: Int, Sendable {
    case labelled, new, popular, other
  }

  /// Packages with a label claim, or of a maintainer of one.
  package var labelled: Set<PackageID> = []
  /// Labelled names without case, separators and digits: campaigns number their names.
  package var skeletons: Set<String> = []
  /// Downloads or dependents, whatever is known; only their order counts.
  package var popularity: [PackageID: Int64] = [:]

  package init() {}

  /// The turn of one owed item; `isNew` says that nothing is stored of its package.
  package func turn(of item: OwedItem, isNew: Bool) -> FetchTurn {
    let package = PackageID(item.ecosystem, item.name)
    let lane = lane(of: package, isNew: isNew)
    let popularity = popularity[package] ?? 0
    // Within every lane popular packages go first; where nothing is known the order is the name's own.
    let order = popularity > 0 ? -popularity : Self.stableOrder(package)
    return FetchTurn(lane: lane.rawValue, order: order)
  }

  private func lane(of package: PackageID, isNew: Bool) -> Lane {
    if labelled.contains(package) || skeletons.contains(Self.skeleton(package.key)) {
      return .labelled
    }
    if isNew { return .new }
    return (popularity[package] ?? 0) > 0 ? .popular : .other
  }

  /// The letters of a name; empty, which stands for nothing, when they are fewer than four.
  package static func skeleton(_ name: String) -> String {
    let letters = name.lowercased().unicodeScalars.filter(\.properties.isAlphabetic)
    return letters.count < 4 ? "" : String(String.UnicodeScalarView(letters))
  }

  /// A number of 0... that depends on the name alone: 63 bits of FNV-1a, mixed.
  ///
  /// Source: http://www.isthe.com/chongo/tech/comp/fnv/
  static func stableOrder(_ package: PackageID) -> Int64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in package.key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    return Int64((hash ^ (hash >> 33)) >> 1)
  }
}

extension FetchPriority {
  /// What the corpus knows of one registry: label claims, and the facts of the last run where there are any.
  static func gather(_ ecosystem: Ecosystem, in context: RunContext) async throws -> FetchPriority {
    var priority = FetchPriority()
    let claims = try await context.store.claims().filter {
      $0.package.ecosystem == ecosystem && $0.withdrawnAt == nil
    }
    priority.labelled = Set(claims.map(\.package))
    priority.skeletons = Set(priority.labelled.map { skeleton($0.key) }).subtracting([""])
    priority.addNeighbours(ecosystem, context.layout)
    priority.addPopularity(ecosystem, context.layout)
    return priority
  }

  /// Packages whose maintainers also maintain a labelled one.
  private mutating func addNeighbours(_ ecosystem: Ecosystem, _ layout: CorpusLayout) {
    guard let table = Self.table("maintainers", ecosystem, layout),
      let packages = try? table.strings("name").map({ PackageID(ecosystem, $0) }),
      let accounts = try? table.strings("account")
    else { return }
    let rows = zip(packages, accounts)
    let suspects = Set(rows.filter { labelled.contains($0.0) }.map(\.1))
    labelled.formUnion(rows.filter { suspects.contains($0.1) }.map(\.0))
  }

  private mutating func addPopularity(_ ecosystem: Ecosystem, _ layout: CorpusLayout) {
    guard let table = Self.table("facts", ecosystem, layout),
      let names = try? table.strings("name"), let counts = try? table.optionalInt64s("downloads")
    else { return }
    for case (let name, let downloads?) in zip(names, counts) where downloads > 0 {
      popularity[PackageID(ecosystem, name)] = downloads
    }
  }

  /// A stage table of the last run; nil when there is none, or another version wrote it.
  private static func table(
    _ name: String, _ ecosystem: Ecosystem, _ layout: CorpusLayout
  ) -> TableReader? {
    (try? ParquetReader.read(path: layout.stageTable(name, ecosystem))).map(TableReader.init)
  }
}
