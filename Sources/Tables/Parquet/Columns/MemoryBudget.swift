/// Bytes that reading one file may still take.
///
/// A few bytes of a hostile file can claim billions of rows; the budget grows with the size of the file. All that a
/// file claims is taken out before its columns are read, and a column that exceeds its claim is refused.
struct MemoryBudget {
  /// What any file may take, in bytes.
  static let base = 1 << 30
  /// What a file may take for each of its bytes.
  static let perByte = 64

  private var remaining: Int

  /// The budget of a file.
  init(fileSize: Int) {
    let (product, overflow) = fileSize.multipliedReportingOverflow(by: Self.perByte)
    remaining = overflow ? Int.max : Self.base + min(product, Int.max - Self.base)
  }

  /// Takes what a column claims: its rows, and for strings the bytes of its pages.
  mutating func take(_ leaf: LeafType, rowCount: Int, chunks: [ColumnChunkMetadata])
    throws(TablesError)
  {
    try take(rowCount, of: leaf.rowSize + 1)
    guard leaf.physical == .byteArray else { return }
    for chunk in chunks { try take(chunk.pagesSize, of: 1) }
  }

  private mutating func take(_ count: Int, of width: Int) throws(TablesError) {
    let (size, overflow) = count.multipliedReportingOverflow(by: width)
    guard !overflow, size <= remaining else {
      throw .tooLarge("the file claims far more data than its size allows; it may be hostile")
    }
    remaining -= size
  }
}

extension ColumnChunkMetadata {
  /// Bytes of all pages once decompressed, as claimed; 0 where the claim is absurd.
  var pagesSize: Int { Int(exactly: uncompressedSize).map { max(0, $0) } ?? 0 }
}
