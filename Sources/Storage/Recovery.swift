import Corpus
import Foundation
import GRDB

/// Makes catalog and segments agree after a crash: adopts whole records, cuts a torn tail.
struct Recovery {
  let folder: CorpusFolder
  let catalog: Catalog

  /// Runs for every ecosystem; what was adopted is committed when this returns.
  func run() throws {
    for ecosystem in Ecosystem.allCases { try recover(ecosystem) }
    try catalog.commit()
  }

  private func recover(_ ecosystem: Ecosystem) throws {
    let known = try catalog.read { try SegmentTable.rows(ecosystem, in: $0) }
    let present = folder.segmentNumbers(ecosystem)
    if let last = known.last {
      guard present.contains(last.number) else {
        throw StorageError(
          .corrupt,
          "\(folder.segment(ecosystem, last.number)) is missing. Restore it, "
            + "or run `assay verify --repair` to forget what it held.")
      }
    }
    for number in present where number >= known.last?.number ?? 0 {
      try recover(ecosystem, number, known: known.last { $0.number == number })
    }
  }

  private func recover(_ ecosystem: Ecosystem, _ number: Int, known: SegmentRow?) throws {
    let path = folder.segment(ecosystem, number)
    let file = try DataFile(path: path, .update)
    let size = try file.size()
    let from = known?.bytes ?? 0
    guard size >= from else {
      throw StorageError.corrupt(path, at: size, "the file lost \(from - size) bytes")
    }
    guard size > from || known == nil else { return }
    guard let end = try adopt(ecosystem, number, path: path, known: known) else {
      // Not even its warcinfo record was written: nothing of it was acknowledged.
      try DataFile.remove(path)
      return try DataFile.syncFolder(folder.segments(ecosystem))
    }
    if end < size { try file.truncate(to: end) }
    try file.sync()
  }

  /// Adopts the whole records beyond what is known; returns where they end, nil for none at all.
  private func adopt(
    _ ecosystem: Ecosystem, _ number: Int, path: String, known: SegmentRow?
  ) throws -> Int? {
    let scanner: SegmentScanner
    do {
      scanner = try SegmentScanner(path: path, from: known?.bytes)
    } catch let error as StorageError where error.code == .corrupt && known == nil {
      return nil
    }
    var end = known?.bytes
    var records = known?.records ?? 0
    let isNew = known == nil
    try catalog.write { db in
      while case .record(let offset, let length, let result)? = try scanner.next() {
        if isNew && records == 0 && result.facts != nil { break }
        if let facts = result.facts {
          guard facts.id.segment == number, facts.id.sequence == records else { break }
          let place = SegmentWriter.Place(offset: offset, length: length)
          guard let row = try? Adoption.row(facts, ecosystem, at: place, in: db) else { break }
          try SnapshotTable.insert(row, in: db)
        }
        end = offset + length
        records += 1
      }
      guard let end else { return }
      let dictionaryID = scanner.reader.dictionary.map(SegmentDictionary.id) ?? 0
      try SegmentTable.put(
        SegmentRow(
          ecosystem: ecosystem, number: number, bytes: end, records: records,
          dictionaryID: dictionaryID), in: db)
    }
    return end
  }
}
