import Corpus
import Foundation
import Registries
import RegistrySimulator
import Testing

/// The recorded attestations and what their manifest says of each.
private enum Recorded {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/data/attestations").path

  static var isThere: Bool { FileManager.default.fileExists(atPath: "\(folder)/MANIFEST.csv") }

  /// One row by column name.
  static let rows: [[String: String]] = {
    guard let text = try? String(contentsOfFile: "\(folder)/MANIFEST.csv", encoding: .utf8) else {
      return []
    }
    let lines = text.split(separator: "\n").map { line in
      line.trimmingCharacters(in: .whitespaces).split(
        separator: ",", omittingEmptySubsequences: false
      ).map(String.init)
    }
    guard let header = lines.first else { return [] }
    return lines.dropFirst().map { cells in
      Dictionary(zip(header, cells)) { first, _ in first }
    }
  }()

  static func decode(_ row: [String: String]) throws -> [DecodedAttestation] {
    let path = "\(folder)/\(row["file"] ?? "")"
    let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    return try AttestationDecoder().attestations(in: bytes, version: "1", file: nil)
  }
}

@Suite("recorded attestations", .enabled(if: Recorded.isThere, "../shared is not there"))
struct RecordedAttestationTests {
  @Test func `every file gives an identity or a reason`() throws {
    #expect(Recorded.rows.count == 118)
    for row in Recorded.rows {
      let file = row["file"] ?? ""
      let all = try Recorded.decode(row)
      #expect(!all.isEmpty, "\(file)")
      for one in all {
        let isNamed =
          one.facts.signer?.stableKey != nil || one.facts.keyHint != nil
          || !one.facts.problems.isEmpty
        #expect(isNamed, "\(file)")
      }
    }
  }

  @Test func `certificates say what the manifest says`() throws {
    for row in Recorded.rows {
      let file = row["file"] ?? ""
      let signers = try Recorded.decode(row).compactMap(\.facts.signer)
      func check(_ column: String, _ value: (SignerIdentity) -> String?) {
        guard let wanted = row[column], !wanted.isEmpty else { return }
        #expect(signers.contains { value($0) == wanted }, "\(file): \(column)")
      }
      check("certificate_repository", \.repository)
      check("certificate_commit", \.commit)
      check("certificate_ref", \.ref)
      check("issuer", \.issuer)
      check("certificate_not_before") { $0.certifiedAt?.iso8601 }
    }
  }

  @Test func `statements say what the manifest says`() throws {
    for row in Recorded.rows {
      let file = row["file"] ?? ""
      let all = try Recorded.decode(row)
      let subjects = (row["subjects"] ?? "").split(separator: " ").map(String.init)
      #expect(Set(all.flatMap(\.subjects)) == Set(subjects), "\(file)")
      let types = Set((row["predicate_types"] ?? "").split(separator: " ").map(Self.ending))
      let read = Set(all.compactMap(\.predicateType).map(Self.ending))
      // One with a payload that cannot be read has no type of its own.
      let areWhole = all.allSatisfy { $0.predicateType != nil || $0.subjects.isEmpty == false }
      #expect(areWhole ? read == types : read.isSubset(of: types), "\(file)")
      if let logged = row["logged"], !logged.isEmpty {
        #expect(all.contains { $0.facts.loggedAt?.iso8601 == logged }, "\(file)")
      }
    }
  }

  @Test func `damaged ones are read or refused, and never end the program`() throws {
    var random = SplitMix64(seed: 7)
    var (read, refused) = (0, 0)
    for row in Recorded.rows {
      let path = "\(Recorded.folder)/\(row["file"] ?? "")"
      let whole = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
      for _ in 0..<8 {
        var bytes = whole
        for _ in 0..<(1 + Int(random.next() % 8)) {
          bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
        }
        do throws(DocumentError) {
          _ = try AttestationDecoder().attestations(in: bytes, version: "1", file: "f")
          read += 1
        } catch { refused += 1 }
      }
    }
    #expect(read > 100 && refused > 100)
  }

  /// The manifest's hosts are rewritten, payloads are not.
  private static func ending(_ type: some StringProtocol) -> String {
    type.split(separator: "/").suffix(3).joined(separator: "/")
  }
}
