import Corpus
import Foundation
import Registries
import Testing

@Suite struct CopyCSVTests {
  /// Rows as lists of fields, read in chunks of a size.
  private func rows(_ text: String, chunk: Int = 1 << 20) throws -> [[String?]] {
    var csv = CopyCSV()
    var rows: [[String?]] = []
    func take(_ row: CopyRow) { rows.append((0..<row.count).map { row.text($0) }) }
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: chunk) {
      unsafe try bytes[start..<min(start + chunk, bytes.count)].withUnsafeBufferPointer {
        unsafe try csv.feed($0, take)
      }
    }
    try csv.finish(take)
    return rows
  }

  @Test(arguments: [1, 2, 3, 7, 1 << 20])
  func `NULL and the empty text differ, quoted fields hold anything`(chunk: Int) throws {
    let text = "a,b,c\n1,,\"\"\n\"x\n\"\"y\"\",z\",t,\"ü\"\r\n,,\n\"last\",\"\",q"
    #expect(
      try rows(text, chunk: chunk) == [
        ["a", "b", "c"], ["1", nil, ""], ["x\n\"y\",z", "t", "ü"], [nil, nil, nil],
        ["last", "", "q"],
      ])
  }

  @Test func `a row above the limit is an error`() {
    var csv = CopyCSV(maximumRowBytes: 10)
    let bytes = Array("\"aaaaaaaaaaaaaaaaaaaaaaa".utf8)
    #expect(throws: RegistryError.self) {
      unsafe try bytes.withUnsafeBufferPointer { unsafe try csv.feed($0) { _ in } }
    }
  }

  @Test(
    arguments: [
      ("{}", []), ("{a}", ["a"]), (#"{a,"b c",NULL,"NULL",""}"#, ["a", "b c", nil, "NULL", ""]),
      (#"{"q\"x","b\\s",null}"#, [#"q"x"#, #"b\s"#, nil]), ("{a,b}", ["a", "b"]),
    ] as [(String, [String?])])
  func `arrays are read as PostgreSQL writes them`(text: String, expected: [String?]) {
    #expect(PostgresArray.elements(text.utf8) == expected)
  }

  @Test(arguments: ["", "{", "a", "{{1},{2}}", #"{"a}"#, #"{a\}"#])
  func `other texts are no arrays`(text: String) {
    #expect(PostgresArray.elements(text.utf8) == nil)
  }
}

@Suite struct CratesDumpTests {
  private static let tables: [(String, String)] = [
    ("2024-01-02-020000/README.md", "hello"),
    (
      "2024-01-02-020000/metadata.json",
      #"{"timestamp":"2024-01-02T02:00:20Z","crates_io_commit":"x"}"#
    ),
    ("2024-01-02-020000/data/version_downloads.csv", "date,downloads,version_id\n\"unterminated"),
    (
      "2024-01-02-020000/data/versions.csv",
      """
      crate_id,crate_size,created_at,id,keywords,license,new_column,num,published_by,yanked
      1,100,2020-01-02 03:04:05.5+00,10,"{a,""b c""}",MIT,x,1.0.0,5,f
      1,,2020-02-02 03:04:05,11,{},,x,1.1.0-rc.1,,t
      2,7,1960-01-01 00:00:00,12,,MIT/Apache-2.0,x,0.1.0,6,f
      9,7,2020-01-01 00:00:00,13,,,x,0.1.0,6,f
      1,,,,,,x,bad,,f

      """
    ),
    (
      "2024-01-02-020000/data/crates.csv",
      """
      created_at,description,documentation,homepage,id,name,readme,repository,updated_at
      2020-01-01 00:00:00,"Multi
      line",,"",1,Foo-Bar,"read ""me"" ü",https://github.com/o/foo,x
      2020-01-01 00:00:00,,,,2,tiny,,,x
      ,,,,,nameless,,,

      """
    ),
    ("2024-01-02-020000/data/users.csv", "gh_login,id,name\nzoe,5,Z\nadam,6,\n"),
    ("2024-01-02-020000/data/teams.csv", "id,login\n5,github:rust:core\n"),
    (
      "2024-01-02-020000/data/crate_owners.csv",
      "crate_id,owner_id,owner_kind\n1,5,0\n1,5,1\n1,6,0\n2,77,0\n"
    ),
    ("2024-01-02-020000/data/default_versions.csv", "crate_id,version_id\n1,10\n"),
    ("2024-01-02-020000/data/crate_downloads.csv", "crate_id,downloads\n1,12345\n"),
    ("../../../../tmp/evil.csv", "nothing"),
  ]

  /// Writes a tar file, compressed when asked, hands over its path, and removes it.
  private func withDump<Result>(
    _ entries: [(String, String)], gzip: Bool = false, _ body: (String) throws -> Result
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "db-dump.tar").path
    try Data(Tar.file(entries)).write(to: URL(filePath: path))
    guard gzip else { return try body(path) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip", path]
    try process.run()
    process.waitUntilExit()
    return try body(path + ".gz")
  }

  @Test(arguments: [false, true]) func `tables are joined by their headers`(gzip: Bool) throws {
    let dump = try withDump(Self.tables, gzip: gzip) { try CratesDump.read(path: $0) }
    #expect(dump.timestamp.iso8601 == "2024-01-02T02:00:20Z")
    #expect(dump.names == ["Foo-Bar", "tiny"])
    let foo = try #require(dump.crates["foo_bar"])
    #expect(foo.id == 1)
    #expect(foo.description == "Multi\nline")
    #expect(foo.homepage == nil)
    #expect(foo.readmeCharacters == 11)
    #expect(foo.repository == "https://github.com/o/foo")
    #expect(foo.owners == ["adam", "github:rust:core", "zoe"])
    #expect(foo.defaultVersion == "1.0.0")
    #expect(foo.downloads == 12345)
    #expect(foo.keywordCount == nil)
    #expect(foo.versions.map(\.number) == ["1.0.0", "1.1.0-rc.1"])
    #expect(foo.versions.map(\.publisher) == ["zoe", nil])
    #expect(foo.versions.map(\.isYanked) == [false, true])
    #expect(foo.versions.map(\.licence) == ["MIT", nil])
    #expect(foo.versions.map(\.sizeBytes) == [100, nil])
    #expect(foo.versions.map(\.keywordCount) == [2, 0])
    #expect(foo.versions[0].createdAt?.iso8601 == "2020-01-02T03:04:05.500Z")
    let tiny = try #require(dump.crates["tiny"])
    #expect(tiny.description == nil)
    #expect(tiny.readmeCharacters == 0)
    #expect(tiny.owners == [])
    #expect(tiny.downloads == 0)
    #expect(tiny.versions.map(\.createdAt) == [nil])
    #expect(
      dump.remarks == [
        "table crates_categories is missing or has no key",
        "table crates_keywords is missing or has no key",
        "1 rows of crates lack their keys", "1 rows of versions lack their keys",
      ])
  }

  @Test
  func `deleted crates come with the registry's words, the newest deletion of a name counting`()
    throws
  {
    let deleted = """
      available_at,created_at,deleted_at,deleted_by,id,message,name
      2024-01-02 05:00:00+00,2024-01-01 01:00:00+00,2024-01-01 05:00:00+00,,1,"malware, again",Evil-Crate
      2023-01-02 05:00:00+00,2023-01-01 01:00:00+00,2023-01-01 05:00:00+00,,2,,evil_crate
      ,,,,3,,

      """
    let tables = Self.tables + [("2024-01-02-020000/data/deleted_crates.csv", deleted)]
    let dump = try withDump(tables) { try CratesDump.read(path: $0) }
    #expect(dump.deleted.keys.sorted() == ["evil_crate"])
    let crate = try #require(dump.deleted["evil_crate"])
    #expect(crate.name == "Evil-Crate" && crate.message == "malware, again")
    #expect(crate.deletedAt == UTCInstant(parsing: "2024-01-01T05:00:00Z"))
    #expect(crate.availableAt == UTCInstant(parsing: "2024-01-02T05:00:00Z"))
    #expect(dump.remarks.contains("1 rows of deleted_crates lack their keys"))
    #expect(try withDump(Self.tables) { try CratesDump.read(path: $0) }.deleted.isEmpty)
  }

  @Test func `facts take the dump's row`() throws {
    let dump = try withDump(Self.tables) { try CratesDump.read(path: $0) }
    let facts = try facts(.crates, "foo-bar", [], dump: dump.crates["foo_bar"])
    #expect(facts.keywordCount == .present(2))
    #expect(facts.classifierCount == .notCollected)
    #expect(facts.maintainers == .present(["adam", "github:rust:core", "zoe"]))
    #expect(facts.licence == .present("MIT"))
    #expect(facts.releases.map(\.isPrerelease) == [false, true])
  }

  @Test func `missing tables leave facts uncollected`() throws {
    let few = Self.tables.filter {
      $0.0.hasSuffix("metadata.json") || $0.0.hasSuffix("/crates.csv")
    }
    let dump = try withDump(few) { try CratesDump.read(path: $0) }
    let row = try #require(dump.crates["tiny"])
    #expect(row.owners == nil)
    #expect(row.downloads == nil)
    #expect(row.versions.isEmpty)
    #expect(dump.remarks.filter { $0.hasPrefix("table ") }.count == 8)
  }

  @Test func `dumps without time or crates, damaged and oversized ones are errors`() throws {
    let withoutTime = Self.tables.filter { !$0.0.hasSuffix("metadata.json") }
    let withoutCrates = Self.tables.filter { !$0.0.hasSuffix("/crates.csv") }
    for entries in [withoutTime, withoutCrates, []] {
      #expect(throws: RegistryError.self) {
        try withDump(entries) { try CratesDump.read(path: $0) }
      }
    }
    #expect(throws: RegistryError.self) { try CratesDump.read(path: "/nowhere/db-dump.tar.gz") }
    var limits = CratesDump.Limits()
    limits.maximumBytes = 2048
    #expect(throws: RegistryError.self) {
      try withDump(Self.tables, gzip: true) { try CratesDump.read(path: $0, limits: limits) }
    }
    limits = CratesDump.Limits()
    limits.maximumRows = 3
    #expect(throws: RegistryError.self) {
      try withDump(Self.tables) { try CratesDump.read(path: $0, limits: limits) }
    }
  }

  @Test func `a bomb is refused before it is unpacked`() throws {
    let bomb =
      [("d/data/version_downloads.csv", String(repeating: "0", count: 8 << 20))] + Self.tables
    var limits = CratesDump.Limits()
    limits.maximumBytes = 1 << 20
    #expect {
      try withDump(bomb, gzip: true) { try CratesDump.read(path: $0, limits: limits) }
    } throws: { ($0 as? RegistryError)?.code == .badDump }
  }

  @Test func `a truncated archive is an error`() throws {
    try withDump(Self.tables, gzip: true) { path in
      let bytes = try Data(contentsOf: URL(filePath: path))
      try bytes.prefix(bytes.count / 2).write(to: URL(filePath: path))
      #expect(throws: RegistryError.self) { try CratesDump.read(path: path) }
    }
  }
}

/// The smallest writer of ustar archives.
enum Tar {
  static func file(_ entries: [(name: String, content: String)]) -> [UInt8] {
    var archive: [UInt8] = []
    for (name, content) in entries {
      let bytes = Array(content.utf8)
      archive += header(name, bytes.count) + bytes
      archive += Array(repeating: 0, count: (512 - bytes.count % 512) % 512)
    }
    return archive + Array(repeating: 0, count: 1024)
  }

  private static func header(_ name: String, _ size: Int) -> [UInt8] {
    var header = Array(repeating: UInt8(0), count: 512)
    func put(_ text: String, at offset: Int) {
      for (index, byte) in text.utf8.enumerated() { header[offset + index] = byte }
    }
    func octal(_ value: Int, _ width: Int) -> String {
      let digits = String(value, radix: 8)
      return String(repeating: "0", count: width - digits.count) + digits
    }
    put(name, at: 0)
    put(octal(0o644, 7), at: 100)
    put(octal(size, 11), at: 124)
    put(octal(0, 11), at: 136)
    put("        ", at: 148)
    put("0", at: 156)
    put("ustar\u{0}00", at: 257)
    put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
    return header
  }
}
