import Corpus
import JSON

/// The parts of a signed attestation, wherever its form keeps them; texts are still base64.
struct Envelope {
  var certificate: String?
  /// What names the key when there is no certificate.
  var keyHint: String?
  var payload: String?
  var loggedAt: UTCInstant?
  /// The predicate type that the wrapping document announces.
  var predicateType: String?
  /// The repository that the wrapping document names.
  var publisher: String?
  var problems: [String] = []

  private static let statementType = "application/vnd.in-toto+json"

  /// An attestation of PEP 740.
  init(pep740 root: JSONValue, publisher: String?) {
    self.publisher = publisher
    let material = root["verification_material"]
    certificate = material?["certificate"]?.string
    loggedAt = Self.time(ofFirst: material?["transparency_entries"])
    payload = root["envelope"]?["statement"]?.string
  }

  /// A Sigstore bundle.
  init(bundle root: JSONValue, named predicateType: String?) {
    self.predicateType = predicateType
    let material = root["verificationMaterial"]
    certificate = material?["certificate"]?["rawBytes"]?.string
    material?["x509CertificateChain"]?["certificates"]?.forEachElement {
      if certificate == nil { certificate = $0["rawBytes"]?.string }
    }
    let entries = material?["tlogEntries"] ?? root["verificationData"]?["tlogEntries"]
    loggedAt = Self.time(ofFirst: entries)
    let signed = root["dsseEnvelope"]
    payload = signed?["payload"]?.string
    keyHint = material?["publicKey"]?["hint"]?.text.map { FieldText.cut($0, to: 256) }
    if let type = signed?["payloadType"]?.text, type != Self.statementType {
      problems.append("the payload is of another type than a statement")
    }
  }

  /// Seconds since 1970, as a number or a text; nil when there are none, or they make no sense.
  private static func time(ofFirst entries: JSONValue?) -> UTCInstant? {
    var first: JSONValue?
    entries?.forEachElement { if first == nil { first = $0 } }
    guard let value = first?["integratedTime"],
      let seconds = value.int ?? value.text.flatMap(Int64.init),
      (1_000_000_000..<10_000_000_000).contains(seconds)
    else { return nil }
    return UTCInstant(milliseconds: seconds * 1000)
  }
}
