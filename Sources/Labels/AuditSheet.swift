package import Corpus
import Foundation

/// A filled-in review sheet: which of the packages drawn are malicious.
package struct AuditSheet: Sendable {
  package static let columns = ["row", "stratum", "purl", "verdict", "design", "seal"]
  /// Most problems that an error names one by one.
  private static let namedProblems = 5

  package let design: AuditDesign
  /// Malicious packages per stratum.
  package let malicious: [Int]
  /// The packages found malicious, in the order of the sheet's rows.
  package let found: [PackageID]

  /// Reads a sheet and checks that it is whole, unchanged and filled in.
  ///
  /// Rows may be sorted anew, and columns other than those of the design may be changed or added.
  /// - throws: `LabelsError` with every kind of fault, its lines, and the remedy.
  package static func read(path: String) throws -> AuditSheet {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw LabelsError(.notFound, "\(path) cannot be read; check the path")
    }
    let table = try DelimitedRows(Array(data), requiring: columns, path: path)
    if let bad = table.rejected.first {
      throw LabelsError(.badRow, "\(path):\(bad.line) \(bad.reason); quote fields with commas")
    }
    return try AuditSheet(table.rows, path)
  }

  private init(_ rows: [DelimitedRows.Row], _ path: String) throws(LabelsError) {
    guard let first = rows.first, let design = first["design"].flatMap(AuditDesign.init(text:)),
      !design.strata.isEmpty
    else {
      throw LabelsError(
        .badRow,
        "\(path):2 has no design that can be read: draw the sheet again with `assay audit draw`")
    }
    let entries = rows.map { Entry($0, design) }
    try Self.refuse(
      entries.filter { !$0.isSealed }, path, "was changed in row, stratum, purl, design or seal",
      "take these cells from the sheet as it was drawn")
    let missing = Set(1...max(design.reviews, 1)).subtracting(entries.map(\.number))
    guard entries.count == design.reviews, missing.isEmpty else {
      let which = missing.sorted().prefix(Self.namedProblems).map { "row \($0)" }.joined(
        separator: ", ")
      throw LabelsError(
        .badRow,
        "\(path) has \(entries.count) rows where \(design.reviews) were drawn"
          + (which.isEmpty ? "" : "; missing: \(which)")
          + ": a sample counts only when every package drawn is in it once")
    }
    try Self.refuse(
      entries.filter { $0.verdict == nil }, path, "has no verdict",
      "write malicious or good in every row; half a review is no sample")
    self.design = design
    let bad = entries.filter { $0.verdict == true }.sorted { $0.number < $1.number }
    malicious = design.strata.indices.map { stratum in bad.count { $0.stratum == stratum } }
    found = bad.compactMap { PackageID(purl: $0.purl) }
  }

  private static func refuse(
    _ entries: [Entry], _ path: String, _ fault: String, _ remedy: String
  ) throws(LabelsError) {
    guard let first = entries.first else { return }
    let lines = entries.prefix(namedProblems).map { "\($0.line)" }.joined(separator: ", ")
    let more = entries.count > namedProblems ? " and \(entries.count - namedProblems) more" : ""
    let place = entries.count == 1 ? "this row" : "(lines \(lines)\(more))"
    throw LabelsError(.badRow, "\(path):\(first.line) \(place) \(fault): \(remedy)")
  }
}

/// One row of a sheet as it came back.
private struct Entry {
  let line: Int
  let number: Int
  let stratum: Int
  let purl: String
  /// Whether it is malicious; nil while nobody has said so.
  let verdict: Bool?
  let isSealed: Bool

  init(_ row: DelimitedRows.Row, _ design: AuditDesign) {
    line = row.line
    number = row["row"].flatMap { Int($0) } ?? 0
    stratum = row["stratum"].flatMap { Int($0) } ?? -1
    purl = row["purl"] ?? ""
    isSealed =
      row["design"] == design.text && design.strata.indices.contains(stratum)
      && row["seal"] == design.seal(row: number, stratum: stratum, purl: purl)
    switch row["verdict"]?.lowercased().filter({ !$0.isWhitespace }) {
    case "malicious": verdict = true
    case "good": verdict = false
    default: verdict = nil
    }
  }
}
