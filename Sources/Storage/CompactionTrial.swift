import Corpus
import GRDB

/// Trains a dictionary for one kind on some of its records and measures it on others.
struct CompactionTrial {
  /// Nil when the records do not make one.
  let dictionary: [UInt8]?
  private(set) var sampled = 0
  /// Bytes of the measured records as they are and as they would be, by segment.
  private var measured: [Int: (now: Int, then: Int)] = [:]

  /// Records measured of each kind.
  private static let measuredRecords = 500

  /// `reader` opens a segment by number.
  init(_ sample: RecordSample, reader: (Int) throws -> SegmentReader) throws {
    let halves = [0, 1].map { half in
      RecordSample(
        items: sample.items.enumerated().filter { $0.offset % 2 == half }.map(\.element))
    }
    let trained = SegmentDictionary.train(
      try halves[0].forTraining.map { try $0.start(from: reader($0.file)) })
    let encoder = try FrameEncoder(dictionary: trained, level: Limits.compactionLevel)
    for item in halves[1].spread(atMost: Self.measuredRecords) {
      guard let record = try reader(item.file).record(at: item.place) else { continue }
      sampled += 1
      measured[item.file, default: (0, 0)].now += item.place.length
      measured[item.file, default: (0, 0)].then += try encoder.encode(record).count
    }
    dictionary = trained
  }

  /// The share of bytes a rewritten segment saves, or all of them; nil when nothing of it was measured.
  func saving(_ segment: Int? = nil) -> Double? {
    let parts = measured.filter { segment == nil || $0.key == segment }.values
    let now = parts.reduce(0) { $0 + $1.now }
    guard now > 0 else { return nil }
    return 1 - Double(parts.reduce(0) { $0 + $1.then }) / Double(now)
  }
}
