import Corpus
import Foundation
import Registries
import Testing

/// Certificates that are cut, bent or made up; what they do is one sentence in `problems`.
@Suite struct HostileCertificateTests {
  /// The first problem of an attestation with these bytes for a certificate.
  private func problem(_ certificate: [UInt8]) throws -> String? {
    let encoded = Data(certificate).base64EncodedString()
    return try decode(#"{"certificate":{"rawBytes":"\#(encoded)"}}"#).facts.problems.first
  }

  private func decode(_ material: String, payload: String = "e30=") throws -> DecodedAttestation {
    let text =
      #"{"verificationMaterial":\#(material),"dsseEnvelope":{"payload":"\#(payload)","payloadType":"application/vnd.in-toto+json"}}"#
    let all = try AttestationDecoder().attestations(
      in: Array(text.utf8), version: "1", file: nil)
    return try #require(all.first)
  }

  @Test(arguments: [
    [], [0x30], [0x30, 0x80, 0, 0], [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
    [0x30, 0x85, 1, 1, 1, 1, 1],
    [0x1F, 0x81, 0], [0x30, 0x00], [0x30, 0x02, 0x30, 0x00], [0x04, 0x01, 0x00],
    [UInt8](repeating: 0x30, count: 5000),
    [0x30, 0x82, 0x10, 0x00] + [UInt8](repeating: 0, count: 4096),
    [UInt8](repeating: 0xFF, count: 70_000),
  ])
  func `bytes that are no certificate are a problem, not a crash`(bytes: [UInt8]) throws {
    #expect(try problem(bytes)?.hasPrefix("certificate: ") == true)
  }

  @Test func `a certificate cut anywhere is a problem`() throws {
    // version, serial, algorithm, issuer, validity, subject, key: the least there can be
    let body: [UInt8] =
      [0xA0, 3, 2, 1, 2] + [2, 1, 1] + [0x30, 0] + [0x30, 0]
      + [0x30, 15, 0x17, 13] + Array("250102030405Z".utf8) + [0x30, 0]
    let whole: [UInt8] = [0x30, UInt8(body.count + 2), 0x30, UInt8(body.count)] + body
    #expect(
      try decode(Self.material(whole)).facts.signer?.certifiedAt?.iso8601 == "2025-01-02T03:04:05Z")
    for length in 0..<whole.count {
      let problem = try problem(Array(whole.prefix(length)))
      #expect(problem?.hasPrefix("certificate: ") == true, "\(length)")
    }
  }

  private static func material(_ certificate: [UInt8]) -> String {
    #"{"certificate":{"rawBytes":"\#(Data(certificate).base64EncodedString())"}}"#
  }

  @Test(arguments: ["!", "eyJ", "bm8ganNvbg==", "W10=", "eyJfdHlwZSI6IngifQ=="])
  func `payloads that are no statement are a problem`(payload: String) throws {
    let one = try decode(#"{"publicKey":{"hint":"k"}}"#, payload: payload)
    #expect(one.facts.keyHint == "k")
    #expect(one.facts.problems.count == 1)
    #expect(one.facts.predicate == nil)
  }

  @Test(arguments: ["", "[]", "{}", "<html>", #"{"attestations":3}"#])
  func `documents of no known form are refused`(text: String) {
    #expect(throws: DocumentError.self) {
      try AttestationDecoder().attestations(in: Array(text.utf8), version: "1", file: nil)
    }
  }

  @Test func `more attestations than anybody needs are left out`() throws {
    let one = #"{"predicateType":"x","bundle":{"verificationMaterial":{}}}"#
    let text = #"{"attestations":[\#(Array(repeating: one, count: 1000).joined(separator: ","))]}"#
    let all = try AttestationDecoder().attestations(in: Array(text.utf8), version: "1", file: nil)
    #expect(all.count == AttestationDecoder.maximumAttestations)
  }
}
