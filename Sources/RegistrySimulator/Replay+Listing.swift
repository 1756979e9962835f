import Corpus

extension Replay {
  /// Where and on which day each document is served, as CSV with a header.
  ///
  /// `bytes` and `sha256` are those of the recorded file: the body, or the whole response of `.http` files.
  /// Throws `SimulatorError` with code `badReplay` when a file cannot be read.
  package func listingCSV() throws(SimulatorError) -> [UInt8] {
    var table = CSVText([
      "day", "ecosystem", "name", "kind", "status", "bytes", "sha256", "file",
    ])
    for ecosystem in Ecosystem.allCases {
      for item in sorted(ecosystem).flatMap(\.items) { table.add(try row(item)) }
    }
    return table.bytes
  }

  private func row(_ item: Item) throws(SimulatorError) -> [String?] {
    let placement = item.placement
    guard let bytes = item.bytes else {
      throw SimulatorError(
        .badReplay, "\(placement.file) is in the manifest but cannot be read; check the folder")
    }
    return [
      String(placement.day), placement.ecosystem.rawValue, placement.name,
      placement.kind.rawValue, String(item.status), String(bytes.count),
      Digests.hex(bytes, .sha256), placement.file,
    ]
  }
}
