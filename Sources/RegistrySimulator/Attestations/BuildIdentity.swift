import Corpus

/// Where and from what an attested release was built.
struct BuildIdentity: Sendable {
  /// `https://github.com/OWNER/NAME`.
  var repository: String
  var commit: String
  /// The tag that was built.
  var tag: String
  /// Milliseconds since 1970.
  var time: Int64

  static let issuer = "https://token.actions.githubusercontent.com"
  static let workflowFile = "release.yml"

  /// `OWNER/NAME`.
  var path: String { repository.replacing("https://github.com/", with: "") }
  var owner: String { String(path.prefix { $0 != "/" }) }
  var ref: String { "refs/tags/\(tag)" }
  var workflow: String { "\(repository)/.github/workflows/\(Self.workflowFile)@\(ref)" }

  /// Numbers as a host gives them out: the same for a name each time.
  var repositoryID: String { Self.number(path) }
  var ownerID: String { Self.number(owner) }

  private static func number(_ name: String) -> String {
    let digest = Digests.digest(Array(name.lowercased().utf8), .sha256)
    return String(
      digest.prefix(4).reduce(1_000_000) { $0 << 8 | Int($1) } % 900_000_000 + 1_000_000)
  }

  // MARK: Certificate

  /// A point of the curve P-256, its base: a key that everybody has.
  ///
  /// Source: FIPS 186-4, appendix D.1.2.3.
  private static let point: [UInt8] = {
    let digits =
      "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
      + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    return stride(from: 0, to: digits.count, by: 2).map { start in
      UInt8(digits.dropFirst(start).prefix(2), radix: 16) ?? 0
    }
  }()

  /// A certificate of the form the signing authority issues, signed by nobody.
  ///
  /// Source: RFC 5280; https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
  func certificate() -> [UInt8] {
    let algorithm = DERWriter.sequence([DERWriter.identifier([1, 2, 840, 10045, 4, 3, 3])])
    let curve = DERWriter.sequence([
      DERWriter.identifier([1, 2, 840, 10045, 2, 1]),
      DERWriter.identifier([1, 2, 840, 10045, 3, 1, 7]),
    ])
    let seed = Digests.digest(Array("\(workflow)\(time)".utf8), .sha512)
    let key = DERWriter.sequence([curve, DERWriter.element(0x03, [0, 4] + Self.point)])
    let body = DERWriter.sequence([
      DERWriter.element(0xA0, DERWriter.element(0x02, [2])),
      DERWriter.element(0x02, [1] + seed.prefix(15)), algorithm, authority,
      DERWriter.sequence([moment(time), moment(time + 600_000)]), DERWriter.sequence([]), key,
      DERWriter.element(0xA3, DERWriter.sequence(extensions)),
    ])
    let signature = DERWriter.element(0x03, [0] + seed)
    return DERWriter.sequence([body, algorithm, signature])
  }

  private var authority: [UInt8] {
    let name = DERWriter.sequence([
      DERWriter.identifier([2, 5, 4, 3]), DERWriter.element(0x0C, Array("simulated".utf8)),
    ])
    return DERWriter.sequence([DERWriter.element(0x31, name)])
  }

  /// `YYMMDDhhmmssZ`.
  private func moment(_ time: Int64) -> [UInt8] {
    let digits = SimulatedTime.withoutZone(time).filter(\.isNumber).dropFirst(2)
    return DERWriter.element(0x17, Array("\(digits)Z".utf8))
  }

  private var extensions: [[UInt8]] {
    let name = DERWriter.sequence([DERWriter.element(0x86, Array(workflow.utf8))])
    let old = [(1, Self.issuer), (2, "push"), (3, commit), (4, "release"), (5, path), (6, ref)]
    let new = [
      (8, Self.issuer), (9, workflow), (10, commit), (11, "github-hosted"), (12, repository),
      (13, commit), (14, ref), (15, repositoryID), (16, "https://github.com/\(owner)"),
      (17, ownerID), (18, workflow), (19, commit), (20, "push"),
      (21, "\(repository)/actions/runs/\(time / 1000)/attempts/1"), (22, "public"),
    ]
    return [extensionOf([2, 5, 29, 17], name)]
      + old.map { extensionOf(Self.own($0), Array($1.utf8)) }
      + new.map { extensionOf(Self.own($0), DERWriter.element(0x0C, Array($1.utf8))) }
  }

  private static func own(_ number: Int) -> [Int] { [1, 3, 6, 1, 4, 1, 57264, 1, number] }

  private func extensionOf(_ identifier: [Int], _ value: [UInt8]) -> [UInt8] {
    DERWriter.sequence([DERWriter.identifier(identifier), DERWriter.element(0x04, value)])
  }
}
