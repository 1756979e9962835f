import Corpus
import Foundation
import Pipeline
import Scoring
import Tables
import Testing

/// `fit` and `score` on tables from elsewhere: what they write, and what they refuse.
@Suite struct ElsewhereTests {
  /// 400 packages; the malicious ones have no stars, a third of the others many.
  private static func features(
    stars: (Int) -> String = { $0 % 3 == 0 ? "99" : "\($0 % 40)" }
  ) -> String {
    (0..<400).reduce("ecosystem,package,stars,forks") { text, row in
      text + "\nnpm,p\(row),\(row % 10 == 0 ? "0" : stars(row)),\(row * 7 % 13)"
    }
  }

  private static let labels = (0..<400).reduce("ecosystem,package,malicious,campaign") {
    text, row in text + "\nnpm,p\(row),\(row % 10 == 0 ? 1 : 0),c\(row / 20)"
  }

  private static func fit(
    _ features: String, _ labels: String, _ columns: String? = nil, in folder: ScratchFolder
  ) throws -> [String] {
    try ElsewhereFit.run(files(features, labels, columns, folder))
  }

  private static func files(
    _ features: String, _ labels: String?, _ columns: String?, _ folder: ScratchFolder
  ) throws -> ElsewhereFiles {
    func write(_ text: String, _ name: String) throws -> String {
      let path = "\(folder.path)/\(name)"
      try Data(text.utf8).write(to: URL(filePath: path))
      return path
    }
    return ElsewhereFiles(
      features: try write(features, "features.csv"),
      labels: try labels.map { try write($0, "labels.csv") },
      columns: try columns.map { try write($0, "columns.json") }, output: "\(folder.path)/out")
  }

  @Test func fitsAndScoresAlike() throws {
    let folder = try ScratchFolder()
    _ = try Self.fit(Self.features(), Self.labels, in: folder)
    let fitted = try ParquetReader.read(path: "\(folder.path)/out/scores.parquet")
    var files = try Self.files(Self.features(), nil, nil, folder)
    files.output = "\(folder.path)/again"
    _ = try ElsewhereScore.run(files, references: "\(folder.path)/out")
    let scored = try ParquetReader.read(path: "\(folder.path)/again/scores.parquet")
    #expect(scored["score"]?.values == fitted["score"]?.values)
    for name in ["scores", "evidence", "signals", "model_scores", "reference_bins"] {
      let table = try CSVReader.read(path: "\(folder.path)/out/\(name).csv")
      #expect(table.rowCount > 0, "\(name)")
    }
    let score = try #require(fitted["score"]?.optionalDoubles)
    let bad = stride(from: 0, to: 400, by: 10).compactMap { score[$0] }
    #expect(bad.count == 40 && bad.allSatisfy { $0 < 2 })
  }

  /// The order of columns, and columns that the reference does not know, change no bit.
  @Test func parquetAndNewColumnsScoreTheSameBits() throws {
    let folder = try ScratchFolder()
    _ = try Self.fit(Self.features(), Self.labels, in: folder)
    let table = try CSVReader.read(path: "\(folder.path)/features.csv")
    let noise = Column("noise", .double((0..<400).map { Double($0 * 31 % 17) }))
    let wider = Table(name: "features", columns: [noise] + table.columns.reversed())
    let path = "\(folder.path)/features.parquet"
    try ParquetWriter.write(wider, to: path)
    let files = ElsewhereFiles(
      features: path, labels: nil, columns: nil, output: "\(folder.path)/again")
    _ = try ElsewhereScore.run(files, references: "\(folder.path)/out")
    let scores = try ["out", "again"].map { part in
      try ParquetReader.read(path: "\(folder.path)/\(part)/scores.parquet")
    }
    #expect(scores[0]["score"]?.values == scores[1]["score"]?.values)
    #expect(scores[0]["evidence_db"]?.values == scores[1]["evidence_db"]?.values)
  }

  /// An emptied cell may lower a score, never raise it.
  @Test func emptyCellsNeverRaiseAScore() throws {
    let folder = try ScratchFolder()
    _ = try Self.fit(Self.features(), Self.labels, in: folder)
    let emptied = Self.features().split(separator: "\n").enumerated().map { row, line in
      guard row > 0 else { return String(line) }
      var cells = line.split(separator: ",").map(String.init)
      cells[2 + row % 2] = row % 3 == 0 ? "NA" : ""
      return cells.joined(separator: ",")
    }.joined(separator: "\n")
    var files = try Self.files(emptied, nil, nil, folder)
    files.output = "\(folder.path)/again"
    _ = try ElsewhereScore.run(files, references: "\(folder.path)/out")
    let scores = try ["out", "again"].map { part in
      try #require(
        try ParquetReader.read(path: "\(folder.path)/\(part)/scores.parquet")["score"]?
          .optionalDoubles)
    }
    #expect(zip(scores[0], scores[1]).allSatisfy { ($1 ?? 0) <= ($0 ?? 0) })
    #expect(zip(scores[0], scores[1]).contains { ($1 ?? 0) < ($0 ?? 0) })
  }

  private static let refusals: [(name: String, features: String, labels: String, says: String)] = [
    ("no key", features().replacing("package", with: "title", maxReplacements: 1), labels, "purl"),
    (
      "no ecosystem", features().replacing("ecosystem", with: "land", maxReplacements: 1), labels,
      "ecosystem"
    ),
    ("unknown ecosystem", features() + "\nruby,p400,1,1", labels, "ruby"),
    ("a package twice", features() + "\nnpm,p7,1,1", labels, "row 8 and in row 401"),
    ("text in a signal", features { _ in "many" }, labels, "stars"),
    ("many NaN", features { $0 % 2 == 0 ? "nan" : "1" }, labels, "NaN"),
    ("one class", features(), labels.replacing(",1,c", with: ",0,c"), "both classes"),
    ("no label column", features(), labels.replacing("malicious", with: "bad"), "is_malicious"),
    ("a strange label", features(), labels.replacing("p1,0", with: "p1,maybe"), "«maybe»"),
    (
      "strangers", features(), "ecosystem,package,malicious\nnpm,someone,1", "packages alike"
    ),
    ("an open quote", features() + "\nnpm,\"p400,1,1", labels, "features.csv"),
    ("no rows", "ecosystem,package,stars", labels, "no rows"),
  ]

  @Test(arguments: refusals.map(\.name))
  func refusesWithAReason(name: String) throws {
    let refusal = try #require(Self.refusals.first { $0.name == name })
    let folder = try ScratchFolder()
    let error = #expect(throws: PipelineError.self) {
      try Self.fit(refusal.features, refusal.labels, in: folder)
    }
    #expect(error?.description.contains(refusal.says) == true, "\(String(describing: error))")
    #expect(error?.code == .usage)
  }

  @Test(arguments: [
    (#"{"signals": {"starz": {}}}"#, "starz"), (#"{"direction": "up"}"#, "«up»"),
    (#"{"signals": {"stars": {"facet": "soul"}}}"#, "soul"), (#"{"key": "nix"}"#, "nix"),
    (#"{"fit": {"ridge": 0}}"#, "ridge"), ("{", "README"),
  ])
  func refusesAWrongDescription(description: String, says: String) throws {
    let folder = try ScratchFolder()
    let error = #expect(throws: PipelineError.self) {
      try Self.fit(Self.features(), Self.labels, description, in: folder)
    }
    #expect(error?.description.contains(says) == true, "\(String(describing: error))")
  }

  @Test func aFewNotFiniteValuesAreSaid() throws {
    let folder = try ScratchFolder()
    let rows = (0..<4000).reduce("ecosystem,package,stars") { text, row in
      text + "\nnpm,p\(row),\(row == 5 ? "inf" : "\(row % 40)")"
    }
    let labels = (0..<40).reduce("ecosystem,package,malicious") { $0 + "\nnpm,p\($1 * 40),1" }
    let notes = try Self.fit(rows, labels, in: folder)
    #expect(notes.contains { $0.contains("1 values of stars are NaN or infinite") })
  }
}
