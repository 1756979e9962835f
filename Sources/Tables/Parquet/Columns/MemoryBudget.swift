/// Bytes that reading one file may still take.
///
/// A few bytes of a hostile file can claim billions of rows; the budget grows with the size of the file.
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

  /// Takes bytes out of the budget.
  mutating func take(_ size: Int) throws(TablesError) {
    guard size <= remaining else {
      throw .tooLarge("the file claims far more data than its size allows; it may be hostile")
    }
    remaining -= size
  }

  /// Takes rows of a width out of the budget.
  mutating func take(rows: Int, of width: Int) throws(TablesError) {
    let (size, overflow) = rows.multipliedReportingOverflow(by: width)
    try take(overflow ? Int.max : size)
  }
}
