extension Column {
  /// A column of truth values where nil is null.
  package static func optionalBools(
    _ name: String, _ values: [Bool?], unit: String = "", doc: String = ""
  ) -> Column {
    Column(
      name, .bool(values.map { $0 ?? false }), validity: validity(of: values), unit: unit, doc: doc)
  }

  /// A column of 32-bit integers where nil is null.
  package static func optionalInt32s(
    _ name: String, _ values: [Int32?], unit: String = "", doc: String = ""
  ) -> Column {
    Column(
      name, .int32(values.map { $0 ?? 0 }), validity: validity(of: values), unit: unit, doc: doc)
  }

  /// A column of 64-bit integers where nil is null.
  package static func optionalInt64s(
    _ name: String, _ values: [Int64?], unit: String = "", doc: String = ""
  ) -> Column {
    Column(
      name, .int64(values.map { $0 ?? 0 }), validity: validity(of: values), unit: unit, doc: doc)
  }

  /// A column of doubles where nil is null; NaN is a value, not a null.
  package static func optionalDoubles(
    _ name: String, _ values: [Double?], unit: String = "", doc: String = ""
  ) -> Column {
    Column(
      name, .double(values.map { $0 ?? 0 }), validity: validity(of: values), unit: unit, doc: doc)
  }

  /// A column of strings where nil is null; the empty string is a value.
  package static func optionalStrings(
    _ name: String, _ values: [String?], unit: String = "", doc: String = ""
  ) -> Column {
    Column(
      name, .string(values.map { $0 ?? "" }), validity: validity(of: values), unit: unit, doc: doc)
  }

  /// A column of instants in milliseconds UTC where nil is null.
  package static func optionalTimestamps(
    _ name: String, _ values: [Int64?], unit: String = "", doc: String = ""
  ) -> Column {
    Column(
      name, .timestamp(values.map { $0 ?? 0 }), validity: validity(of: values), unit: unit,
      doc: doc)
  }

  private static func validity<Value>(of values: [Value?]) -> [Bool] { values.map { $0 != nil } }
}

extension Column {
  /// The values as optionals; nil when the column has another type.
  package var optionalBools: [Bool?]? {
    guard case .bool(let values) = values else { return nil }
    return masked(values)
  }

  /// The values as optionals; nil when the column has another type.
  package var optionalInt32s: [Int32?]? {
    guard case .int32(let values) = values else { return nil }
    return masked(values)
  }

  /// The values as optionals; nil when the column has another type.
  package var optionalInt64s: [Int64?]? {
    guard case .int64(let values) = values else { return nil }
    return masked(values)
  }

  /// The values as optionals; nil when the column has another type.
  package var optionalDoubles: [Double?]? {
    guard case .double(let values) = values else { return nil }
    return masked(values)
  }

  /// The values as optionals; nil when the column has another type.
  package var optionalStrings: [String?]? {
    guard case .string(let values) = values else { return nil }
    return masked(values)
  }

  /// Milliseconds UTC as optionals; nil when the column has another type.
  package var optionalTimestamps: [Int64?]? {
    guard case .timestamp(let values) = values else { return nil }
    return masked(values)
  }

  /// Any number column as doubles, truth values as 0 and 1; nil for strings and instants.
  ///
  /// 64-bit integers beyond 2^53 lose their last digits.
  package var numbers: [Double?]? {
    switch values {
    case .bool(let values): masked(values.map { $0 ? 1 : 0 })
    case .int32(let values): masked(values.map(Double.init))
    case .int64(let values): masked(values.map(Double.init))
    case .double(let values): masked(values)
    case .string, .timestamp: nil
    }
  }

  private func masked<Value>(_ values: [Value]) -> [Value?] {
    guard let validity else { return values }
    return zip(values, validity).map { $1 ? $0 : nil }
  }
}
