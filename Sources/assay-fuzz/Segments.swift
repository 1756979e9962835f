import CZstd
import Corpus
import Foundation
import Storage

/// Segments of a corpus: made by the store, taken apart, and handed back to it damaged.
enum Segments {
  /// The number of the only segment: records name theirs.
  private static let number = 0
  /// Stands between two records of a segment that was taken apart.
  private static let border = Array("\n--8<--\n".utf8)

  /// A segment with a body, an unchanged body and a tombstone.
  static func sample(folder: String) async throws -> [UInt8] {
    let store = try CorpusStore.open(
      path: folder, mode: .write, now: UTCInstant(milliseconds: 1_700_000_000_000))
    for (index, status) in [200, 200, 304, 404, 200].enumerated() {
      let body = status == 200 ? Array(#"{"name":"demo","n":[1,2,3]}"#.utf8) : []
      try await store.append(
        Capture(
          ecosystem: .npm, subject: "demo", kind: .packument, url: "https://a.example/demo",
          status: status, headers: [HeaderField("ETag", "\"\(index)\""), HeaderField("Age", "1")],
          body: body + (index == 4 ? [0x20] : []),
          fetchedAt: UTCInstant(milliseconds: 1_700_000_000_000 + Int64(index)),
          version: "\(index)-x"))
    }
    try await store.close()
    let path = CorpusFolder(folder).segment(.npm, number)
    return try Array(Data(contentsOf: URL(filePath: path)))
  }

  /// Rebuilds a catalog from the segment, then opens the corpus and reads all it holds.
  static func check(_ segment: [UInt8], in journal: Journal) async throws {
    let folder = CorpusFolder("\(journal.workFolder)/corpus")
    try FileManager.default.createDirectory(
      atPath: folder.segments(.npm), withIntermediateDirectories: true)
    try Journal.write(segment, to: folder.segment(.npm, number))
    let rebuilt = try CorpusStore.rebuildCatalog(path: folder.path)
    let store = try CorpusStore.open(
      path: folder.path, mode: .write, now: UTCInstant(milliseconds: 1_700_000_000_000))
    let report = try await store.verify()
    for snapshot in try await store.newestSnapshots(ecosystem: .npm, asOf: nil) {
      _ = try? await store.body(of: snapshot)
    }
    try await store.close()
    guard rebuilt.problems.isEmpty, report.problems.isEmpty else {
      throw Refusal(reason: "\(rebuilt.problems.count + report.problems.count) problems")
    }
  }

  /// The records of a segment without compression.
  static func records(_ segment: [UInt8]) -> [UInt8] {
    var records: [UInt8] = []
    var rest = segment[...]
    while !rest.isEmpty {
      var output = [UInt8](repeating: 0, count: 1 << 20)
      let (frame, content) = unsafe rest.withUnsafeBytes { source in
        let frame = unsafe ZSTD_findFrameCompressedSize(source.baseAddress, source.count)
        let content = unsafe output.withUnsafeMutableBytes { target in
          unsafe ZSTD_decompress(
            target.baseAddress, target.count, source.baseAddress, min(frame, source.count))
        }
        return (frame, content)
      }
      guard ZSTD_isError(frame) == 0, ZSTD_isError(content) == 0 else { break }
      records += output[..<content] + border
      rest = rest.dropFirst(frame)
    }
    return records
  }

  /// A segment of these records, one frame each.
  static func compressed(_ records: [UInt8]) -> [UInt8] {
    var segment: [UInt8] = []
    var rest = records[...]
    while let end = rest.firstRange(of: border) {
      segment += frame(rest[..<end.lowerBound])
      rest = rest[end.upperBound...]
    }
    return segment + (rest.isEmpty ? [] : frame(rest))
  }

  private static func frame(_ content: ArraySlice<UInt8>) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: ZSTD_compressBound(content.count))
    let count = unsafe output.withUnsafeMutableBytes { target in
      unsafe content.withUnsafeBytes { source in
        unsafe ZSTD_compress(
          target.baseAddress, target.count, source.baseAddress, source.count, 1)
      }
    }
    return ZSTD_isError(count) == 0 ? Array(output[..<count]) : []
  }
}
