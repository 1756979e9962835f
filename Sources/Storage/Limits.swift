import Corpus

/// Sizes that bound what is written and what is believed when reading.
enum Limits {
  /// zstd level of every frame; with a dictionary, 6 to 12 made crates.io index files no smaller.
  static let compressionLevel: Int32 = 3
  /// zstd level of what compaction writes: the first with an optimal parser for records of some
  /// kilobytes. Thirty times the time of level 3, an eighth fewer bytes; 16 to 19 gain no more.
  static let compactionLevel: Int32 = 15
  /// Level of the dictionary's own frame, written once a segment.
  static let dictionaryLevel: Int32 = 19
  /// Bytes of a trained dictionary, the size the zstd command line trains to.
  static let dictionaryBytes = 112_640
  /// Samples handed to training: a hundred times the dictionary, as zdict.h advises.
  static let sampleBytes = 100 * dictionaryBytes
  /// Bytes taken of one sample: a dictionary helps the start of a document.
  static let bytesPerSample = 64 << 10
  /// The largest dictionary a reader accepts (WARC zstd proposal, Dictionaries).
  static let acceptedDictionaryBytes = 8 << 20
  /// WARC and HTTP headers of one record together, at most.
  static let headerBytes = 256 << 10
  /// HTTP header bytes kept of one response; fields beyond are left out.
  static let httpHeaderBytes = 128 << 10
  /// Longest subject, in UTF-8 bytes.
  static let subjectBytes = 4096
  /// Longest URL or version, in UTF-8 bytes.
  static let textBytes = 16 << 10
  /// Moments a record can be dated with: those whose year has four digits.
  static let times =
    UTCInstant(milliseconds: -62_135_596_800_000)...UTCInstant.distantFuture
  /// Records up to this size are decoded in memory, larger ones as a stream.
  static let inMemoryBytes = 16 << 20
  /// Buffer of streams.
  static let chunkBytes = 1 << 20
}

/// When segments are closed and batches committed.
package struct SegmentPolicy: Sendable {
  /// A segment that has reached this many bytes gets a successor.
  package var sealBytes = 256 << 20
  /// Documents of one kind without a dictionary after which one is trained and the next segment begins.
  package var trainingDocuments = 1000
  /// Rows after which a batch is synced and committed.
  package var batchRows = 4096
  /// Segment bytes after which a batch is synced and committed.
  package var batchBytes = 16 << 20
  /// The age at which a batch is synced and committed with the next append.
  package var batchAge = Duration.seconds(5)

  package init() {}
}
