package import Corpus

/// One answer of PyPI's journal (`changelog_since_serial`): rows, or the registry's complaint.
///
/// Protocols, section 1.5.
package struct PyPIJournalPage: Sendable {
  /// The most rows the registry gives in one answer; fewer mean that nothing is left.
  package static let maximumRows = 50_000

  /// One row, verbatim.
  package struct Row: Sendable, Hashable {
    /// As the journal spells it, which may be an older display name.
    package var name: String
    package var version: String?
    package var at: UTCInstant
    package var action: String
    package var serial: Int64
  }

  /// The registry's complaint in place of rows.
  package struct Fault: Sendable, Hashable {
    package var code: Int64
    package var text: String

    /// Whether it asks for patience; no number of seconds means a minute.
    package var retrySeconds: Int64? {
      guard code == -32500, text.hasPrefix("HTTPTooManyRequests") else { return nil }
      let numbers = text.split { !$0.isASCII || !$0.isNumber }.compactMap { Int64($0) }
      return min(numbers.last ?? 60, 24 * 3600)
    }
  }

  /// In the order of the answer, which is that of serials.
  package var rows: [Row] = []
  /// Rows the registry sent, those that cannot be used included.
  package var rowCount = 0
  package var fault: Fault?

  /// The cursor behind this page; nil for a page without rows.
  package var lastSerial: Int64? { rows.map(\.serial).max() }

  /// Throws `RegistryError` when the answer is no method response.
  package init(parsing bytes: [UInt8]) throws(RegistryError) {
    var reader = RemoteAnswer(bytes)
    switch try reader.read() {
    case .value(.list(let rows)):
      rowCount = rows.count
      self.rows = rows.compactMap(Self.row)
    case .fault(let fault): self.fault = fault
    case .value:
      throw RegistryError(.badPage, "the journal answered something else than a list of rows")
    }
  }

  private static func row(_ value: RemoteAnswer.Value) -> Row? {
    guard case .list(let fields) = value, fields.count == 5, case .text(let name) = fields[0],
      case .int(let seconds) = fields[2], case .text(let action) = fields[3],
      case .int(let serial) = fields[4], !name.isEmpty, (0...253_402_300_799).contains(seconds)
    else { return nil }
    let version: String? = if case .text(let text) = fields[1] { text } else { nil }
    return Row(
      name: name, version: version, at: UTCInstant(milliseconds: seconds * 1000), action: action,
      serial: serial)
  }
}

/// What a row of the journal says happened.
///
/// Protocols, section 1.5: the registry's own words.
package enum PyPIJournalAction: Sendable {
  /// The name appeared, again perhaps.
  case creation
  /// A release or a file appeared.
  case release
  /// The project is gone: the only trace of a deletion.
  case removal
  /// A release or file was taken away, yanked or put back.
  case withdrawal
  /// Hidden by administrators, or shown again.
  case quarantine
  /// Owners and maintainers came, went or were invited.
  case people
  /// Words of another time.
  case other

  package init(_ action: String) {
    let words = action.lowercased()
    self =
      switch words {
      case "create": .creation
      case "new release": .release
      case "remove project": .removal
      case _ where words.contains("quarantine"): .quarantine
      case _ where words.hasPrefix("remove file") || words.hasPrefix("remove release"): .withdrawal
      case _ where words.hasPrefix("yank ") || words.hasPrefix("unyank "): .withdrawal
      case _ where words.hasPrefix("add ") && words.contains(" file "): .release
      case _ where Self.speaksOfPeople(words): .people
      default: .other
      }
  }

  private static func speaksOfPeople(_ words: String) -> Bool {
    let starts = ["add ", "remove ", "invite ", "accepted ", "revoke", "change ", "decline"]
    guard starts.contains(where: words.hasPrefix) else { return false }
    return ["owner", "maintainer", "team", "organization", "invite"].contains(where: words.contains)
  }
}
