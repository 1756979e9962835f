import Synchronization

/// Owns the count of bytes that reading one file may still take, shared by its columns.
///
/// A few bytes of a hostile file can claim billions of rows; the budget grows with the size of the file.
final class MemoryBudget: Sendable {
  /// What any file may take, in bytes.
  static let base = 1 << 30
  /// What a file may take for each of its bytes.
  static let perByte = 64

  private let remaining: Mutex<Int>

  /// The budget of a file.
  init(fileSize: Int) {
    let (product, overflow) = fileSize.multipliedReportingOverflow(by: Self.perByte)
    remaining = Mutex(overflow ? Int.max : Self.base + min(product, Int.max - Self.base))
  }

  /// Takes bytes out of the budget.
  func take(_ size: Int) throws(TablesError) {
    let isGranted = remaining.withLock { remaining in
      guard size <= remaining else { return false }
      remaining -= size
      return true
    }
    guard isGranted else {
      throw .tooLarge("the file claims far more data than its size allows; it may be hostile")
    }
  }

  /// Takes rows of a width out of the budget.
  func take(rows: Int, of width: Int) throws(TablesError) {
    let (size, overflow) = rows.multipliedReportingOverflow(by: width)
    try take(overflow ? Int.max : size)
  }
}
