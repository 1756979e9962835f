import Corpus
import Storage

/// A share of all projects each night, looked at again though no feed names them.
///
/// Archived projects, vulnerability reports, organisations and renamed users leave no trace in any feed
/// of PyPI (registry protocols, section 1.5). npm and crates.io need none: a list of all revisions and the dump
/// show every change there.
package struct SlowCycle: Sendable {
  static let feed = "pypi/slow-cycle"

  /// Nights in which everything had its turn; 0 for never.
  package let nights: Int
  /// Days since 1970.
  package let today: Int64

  package init(nights: Int, today: Int64) {
    self.nights = nights
    self.today = today
  }

  /// The slices whose turn has come, those of missed nights included; none on the first night.
  package func slices(after cursor: String?) -> Set<Int64> {
    guard nights > 0, let last = cursor.flatMap({ Int64($0) }), last < today else { return [] }
    let length = Int64(nights)
    return Set((max(last + 1, today - length + 1)...today).map { $0 % length })
  }

  /// The slice of a package, which never changes.
  ///
  /// Source: http://www.isthe.com/chongo/tech/comp/fnv/ (FNV-1a, 64 bits)
  package func slice(of key: String) -> Int64 {
    let hash = key.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return Int64(hash % UInt64(max(1, nights)))
  }

  /// The documents of the slices; an answer older than what is stored will not do.
  func items(_ slices: Set<Int64>, of kind: DocumentKind, _ known: KnownDocuments) -> [OwedItem] {
    guard !slices.isEmpty else { return [] }
    return known.liveSubjects(kind).filter { slices.contains(slice(of: $0)) }.map { key in
      OwedItem(
        ecosystem: .pypi, name: key, kind: kind, version: known.version(of: key, kind),
        lane: .backlog)
    }
  }
}
