/// Reads one XML-RPC answer.
///
/// Source: http://xmlrpc.com/spec.md
struct RemoteAnswer {
  indirect enum Value {
    case text(String)
    case int(Int64)
    case list([Value])
    case members([(name: String, value: Value)])
    /// Nothing, or a type no journal uses.
    case none
  }

  enum Answer {
    case value(Value)
    case fault(PyPIJournalPage.Fault)
  }

  private static let maximumDepth = 16
  private var scanner: XMLScanner

  init(_ bytes: [UInt8]) { scanner = XMLScanner(bytes) }

  mutating func read() throws(RegistryError) -> Answer {
    var isAnswer = false
    var isFault = false
    while let event = try scanner.next() {
      switch event {
      case .open("methodResponse"): isAnswer = true
      case .open("fault"): isFault = true
      case .open("value") where isAnswer:
        let value = try value(depth: 0)
        return isFault ? .fault(Self.fault(value)) : .value(value)
      default: break
      }
    }
    throw RegistryError(
      .badPage, "the journal's answer holds no value; check the registry's address")
  }

  private static func fault(_ value: Value) -> PyPIJournalPage.Fault {
    var fault = PyPIJournalPage.Fault(code: 0, text: "")
    guard case .members(let members) = value else { return fault }
    for member in members {
      switch (member.name, member.value) {
      case ("faultCode", .int(let code)): fault.code = code
      case ("faultString", .text(let text)): fault.text = FieldText.cut(text, to: 1024)
      default: break
      }
    }
    return fault
  }

  /// What is between `<value>` and its end; text without a type is a string.
  private mutating func value(depth: Int) throws(RegistryError) -> Value {
    guard depth < Self.maximumDepth else {
      throw RegistryError(.badPage, "the journal's answer is nested too deeply")
    }
    var bare = ""
    var found: Value?
    while let event = try scanner.next() {
      switch event {
      case .text(let text): bare += text
      case .open("array"): found = .list(try list(depth: depth))
      case .open("struct"): found = .members(try members(depth: depth))
      case .open(let type): found = Self.scalar(type, try content(of: type))
      case .close("value"): return found ?? .text(bare)
      case .close: break
      }
    }
    throw Self.cutOff
  }

  private mutating func list(depth: Int) throws(RegistryError) -> [Value] {
    var values: [Value] = []
    while let event = try scanner.next() {
      switch event {
      case .open("value"): values.append(try value(depth: depth + 1))
      case .close("array"): return values
      default: break
      }
    }
    throw Self.cutOff
  }

  private mutating func members(
    depth: Int
  ) throws(RegistryError) -> [(name: String, value: Value)] {
    var members: [(name: String, value: Value)] = []
    var name = ""
    while let event = try scanner.next() {
      switch event {
      case .open("name"): name = try content(of: "name")
      case .open("value"): members.append((name, try value(depth: depth + 1)))
      case .close("struct"): return members
      default: break
      }
    }
    throw Self.cutOff
  }

  private mutating func content(of element: String) throws(RegistryError) -> String {
    var content = ""
    while let event = try scanner.next() {
      switch event {
      case .text(let text): content += text
      case .close(element): return content
      default: break
      }
    }
    throw Self.cutOff
  }

  private static func scalar(_ type: String, _ content: String) -> Value {
    switch type {
    case "string": .text(content)
    case "int", "i4", "i8", "ex:i8":
      Int64(content.filter { !$0.isWhitespace }).map(Value.int) ?? .none
    default: .none
    }
  }

  private static var cutOff: RegistryError {
    RegistryError(.badPage, "the journal's answer is cut off; fetch it again")
  }
}
