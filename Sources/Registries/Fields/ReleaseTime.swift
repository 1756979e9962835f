import Corpus
import JSON

/// Reads registry times and drops those no registry can have set.
struct ReleaseTime {
  /// 1995-01-01: before any of the registries.
  static let earliest = UTCInstant(milliseconds: 788_918_400_000)
  /// Two days after the document was fetched.
  let latest: UTCInstant

  init(observedAt: UTCInstant) { latest = observedAt.addingDays(2) }

  /// The instant; nil when it cannot be read, is before 1995 or later than two days after the fetch.
  func instant(_ text: String) -> UTCInstant? {
    guard let instant = Self.common(text) ?? UTCInstant(parsing: text) else { return nil }
    return accept(instant)
  }

  /// The same for a value of a document; nil when it is no text.
  func instant(_ value: JSONValue?) -> UTCInstant? {
    guard let value, value.isString else { return nil }
    // The common form is read in place: no string is made of it.
    if let common = unsafe value.withUTF8({ unsafe Self.common($0) }) ?? nil {
      return accept(common)
    }
    return value.string.flatMap { UTCInstant(parsing: $0) }.flatMap(accept)
  }

  /// The instant itself; nil when no registry can have set it.
  func accept(_ instant: UTCInstant) -> UTCInstant? {
    instant >= Self.earliest && instant <= latest ? instant : nil
  }

  /// The instant in a field of bytes, whatever it says; nil when it cannot be read.
  static func parse(_ field: ArraySlice<UInt8>) -> UTCInstant? {
    unsafe field.withUnsafeBufferPointer { unsafe common($0) }
      ?? UTCInstant(parsing: String(decoding: field, as: UTF8.self))
  }

  /// The form almost all documents use, `YYYY-MM-DDThh:mm:ss[.fraction]` in UTC, without allocation; nil for others.
  private static func common(_ text: String) -> UTCInstant? {
    unsafe text.utf8.withContiguousStorageIfAvailable { bytes in
      unsafe common(bytes)
    } ?? nil
  }

  private static func common(_ bytes: UnsafeBufferPointer<UInt8>) -> UTCInstant? {
    let count = bytes.count
    guard count >= 19, count <= 36, unsafe bytes[4] == 0x2D, unsafe bytes[7] == 0x2D,
      unsafe bytes[10] == 0x54 || bytes[10] == 0x20, unsafe bytes[13] == 0x3A,
      unsafe bytes[16] == 0x3A
    else { return nil }
    let year = unsafe number(bytes, 0..<4)
    let month = unsafe number(bytes, 5..<7)
    let day = unsafe number(bytes, 8..<10)
    let hour = unsafe number(bytes, 11..<13)
    let minute = unsafe number(bytes, 14..<16)
    let second = unsafe number(bytes, 17..<19)
    guard year >= 1970, month >= 1, month <= 12, day >= 1, day <= daysIn(month: month, of: year),
      hour >= 0, hour < 24, minute >= 0, minute < 60, second >= 0, second <= 59
    else { return nil }
    var milliseconds: Int64 = 0
    let end = unsafe count - zoneLength(bytes)
    if end > 19 {
      guard unsafe bytes[19] == 0x2E, end > 20, end <= 29 else { return nil }
      let digits = unsafe number(bytes, 20..<min(23, end))
      let rest = unsafe number(bytes, 20..<end)
      guard digits >= 0, rest >= 0 else { return nil }
      milliseconds = digits * [100, 10, 1][min(2, end - 21)]
    }
    let days = epochDay(year: year, month: month, day: day)
    return UTCInstant(
      milliseconds: ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + milliseconds)
  }

  /// Bytes of `Z`, `+00`, `+00:00` or nothing at the end.
  private static func zoneLength(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let count = bytes.count
    if unsafe bytes[count - 1] == 0x5A { return 1 }
    for zone in [[0x2B, 0x30, 0x30, 0x3A, 0x30, 0x30], [0x2B, 0x30, 0x30]] as [[UInt8]]
    where count >= 19 + zone.count {
      let tail = unsafe UnsafeBufferPointer(rebasing: bytes[(count - zone.count)...])
      if unsafe tail.elementsEqual(zone) { return zone.count }
    }
    return 0
  }

  /// The decimal number in a range of bytes; negative when one is not a digit.
  private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int64 {
    var value: Int64 = 0
    for index in range {
      let digit = unsafe bytes[index] &- 0x30
      guard digit <= 9 else { return -1 }
      value = value &* 10 &+ Int64(digit)
    }
    return value
  }

  private static func daysIn(month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Source: https://howardhinnant.github.io/date_algorithms.html#days_from_civil
  private static func epochDay(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
