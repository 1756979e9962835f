import Corpus

/// The list of all projects.
struct PyPIListing {
  let population: Population
  let now: Int64

  /// Projects that are listed, by normalised name: not the quarantined, not the deleted.
  private var listed: [SimulatedPackage] {
    population.packages.filter { $0.presence(at: now) == .active }
      .map { ($0.key, $0) }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// `/simple/` as JSON.
  func json() -> [UInt8] {
    let projects = listed.map { package -> JSONNode in
      ["_last-serial": .int(package.serial), "name": .text(package.name)]
    }
    let node: JSONNode = [
      "meta": ["_last-serial": .int(population.lastSerial), "api-version": "1.4"],
      "projects": .list(projects),
    ]
    return node.bytes()
  }

  /// `/simple/` as HTML.
  func html() -> [UInt8] {
    let links = listed.map { "    <a href=\"/pypi/simple/\($0.key)/\">\($0.name)</a>\n" }
    let head =
      "<!DOCTYPE html>\n<html>\n  <head>\n"
      + "    <meta name=\"pypi:repository-version\" content=\"1.4\">\n"
      + "    <title>Simple index</title>\n  </head>\n  <body>\n"
    return Array((head + links.joined() + "  </body>\n</html>").utf8)
  }
}

/// The XML-RPC methods that mirrors use.
struct PyPIRemoteCalls {
  let world: World

  /// The answer to one call; unknown methods get a fault.
  func reply(to request: SimulatorRequest) -> SimulatorReply {
    guard request.method == "POST", let population = world.population(.pypi) else {
      return .missing()
    }
    let call = String(decoding: request.body, as: UTF8.self)
    let value: String
    if call.contains("changelog_last_serial") {
      value = Self.number(population.lastSerial)
    } else if call.contains("list_packages_with_serial") {
      value = names(population)
    } else if call.contains("changelog_since_serial") {
      value = changes(population, since: Self.argument(call))
    } else {
      return Self.fault(-32601, "unknown method")
    }
    return Self.wrapped("<params><param><value>\(value)</value></param></params>")
  }

  /// What a caller gets who has called too often.
  static let throttled = fault(
    -32500,
    "HTTPTooManyRequests: The action could not be performed because there were too many requests by "
      + "the client. Limit may reset in 60 seconds.")

  private static func fault(_ code: Int, _ text: String) -> SimulatorReply {
    wrapped(
      "<fault><value><struct><member><name>faultCode</name><value><int>\(code)</int></value>"
        + "</member><member><name>faultString</name><value><string>\(text)</string>"
        + "</value></member></struct></value></fault>")
  }

  private func names(_ population: Population) -> String {
    let members = population.packages
      .filter { [.active, .quarantined].contains(world.presence(of: $0)) }
      .map {
        "<member><name>\($0.name)</name><value>\(Self.number($0.serial))</value></member>"
      }
    return "<struct>\(members.joined())</struct>"
  }

  /// The journal's rows after a serial, at most 50,000.
  private func changes(_ population: Population, since serial: Int64) -> String {
    let journal = population.journal
    let start = journal.partitioningIndex { $0.serial <= serial }
    let rows = journal[start...].prefix(50_000).map { row($0, population) }
    return "<array><data>\(rows.joined())</data></array>"
  }

  private func row(_ row: JournalRow, _ population: Population) -> String {
    let package = population.packages[row.position]
    let biography = world.biography(of: package)
    let release = biography.releases.last { $0.time <= row.time } ?? biography.releases.last
    let version = release?.version ?? "0.1.0"
    let owner = biography.maintainers.last.map(world.accounts(.pypi).login) ?? ""
    let (isOfRelease, action) =
      switch row.action {
      case .create: (false, "create")
      case .release: (true, "new release")
      case .file:
        (true, "add py3 file \(PackageFiles.moduleName(package.name))-\(version)-py3-none-any.whl")
      case .yank: (true, "yank release")
      case .addOwner: (false, "add Owner \(owner)")
      case .archive: (false, "docdestroy")
      case .quarantine: (false, "project quarantined")
      case .deletion: (false, "remove project")
      }
    let fields = [
      "<string>\(package.name)</string>", isOfRelease ? "<string>\(version)</string>" : "<nil/>",
      Self.number(row.time / 1000), "<string>\(action)</string>", Self.number(row.serial),
    ]
    let values = fields.map { "<value>\($0)</value>" }.joined()
    return "<value><array><data>\(values)</data></array></value>"
  }

  private static func number(_ value: Int64) -> String { "<int>\(value)</int>" }

  private static func argument(_ call: String) -> Int64 {
    let digits = call.split(separator: "<int>").dropFirst().first?.prefix { $0.isNumber }
    return digits.flatMap { Int64($0) } ?? 0
  }

  private static func wrapped(_ content: String) -> SimulatorReply {
    let text = "<?xml version='1.0'?>\n<methodResponse>\(content)</methodResponse>"
    return SimulatorReply(200, "text/xml", Array(text.utf8))
  }
}
