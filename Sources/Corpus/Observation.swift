/// What is known of one property of one package.
public enum Observation<Value: Sendable>: Sendable {
  /// The registry answered and the property has this value.
  case present(Value)
  /// The registry answered and the field is empty: this is information.
  case absent
  /// Nobody knows: not fetched, timed out, unreadable. Never a zero.
  case notCollected
  /// Undefined by design, as a median gap with fewer than two releases.
  case withheld
  /// The ecosystem has no such field.
  case notApplicable

  public var value: Value? {
    if case .present(let value) = self { value } else { nil }
  }

  public var state: SignalState {
    switch self {
    case .present: .present
    case .absent: .absent
    case .notCollected: .notCollected
    case .withheld: .withheld
    case .notApplicable: .notApplicable
    }
  }

  /// Transforms a present value and keeps every other state.
  public func map<Other>(_ transform: (Value) -> Other) -> Observation<Other> {
    switch self {
    case .present(let value): .present(transform(value))
    case .absent: .absent
    case .notCollected: .notCollected
    case .withheld: .withheld
    case .notApplicable: .notApplicable
    }
  }
}

extension Observation: Equatable where Value: Equatable {}
extension Observation: Hashable where Value: Hashable {}

/// The state of one signal for one package; `present`, `absent` and `notCollected` are the three every signal has.
public enum SignalState: UInt8, Codable, Sendable, CaseIterable {
  case present = 0
  case absent = 1
  case notCollected = 2
  case withheld = 3
  case notApplicable = 4

  /// The word used in tables.
  public var name: String {
    switch self {
    case .present: "present"
    case .absent: "absent"
    case .notCollected: "not_collected"
    case .withheld: "withheld"
    case .notApplicable: "not_applicable"
    }
  }
}
