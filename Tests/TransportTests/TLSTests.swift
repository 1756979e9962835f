import Foundation
import Testing
import Transport

/// Secure channels that cannot be trusted or set up; the servers are on loopback.
@Suite(.enabled(if: TLSServer.program != nil, "openssl is not installed"))
struct TLSTests {
  private let client = HTTPClient(configuration: HTTPConfiguration(userAgent: "assay/test"))

  private func failure(_ url: String) async -> TransportError? {
    do {
      _ = try await client.send(HTTPRequest(url: url))
      return nil
    } catch {
      return error as? TransportError
    }
  }

  @Test func `a certificate nobody vouches for is refused, and the error says what to check`()
    async throws
  {
    let server = try TLSServer()
    let error = try #require(await failure("https://127.0.0.1:\(server.port)/"))
    #expect(error.code == .tls)
    #expect(error.message.contains("certificates"))
    #expect(error.cause.lowercased().contains("certificate"))
  }

  @Test func `a server without TLS is no secure one`() async {
    let server = HostileServer { connection in
      connection.write(answer("200 OK", "plain"))
      _ = connection.readRequest()
    }
    #expect(await failure("https://127.0.0.1:\(server.port)/")?.code == .tls)
  }

  @Test func `a server that hangs up in the handshake is an error`() async {
    let server = HostileServer { _ in }
    let code = await failure("https://127.0.0.1:\(server.port)/")?.code
    #expect([.tls, .disconnected].contains(code))
  }

  @Test func `a server that asks for TLS gives no plain answer`() async throws {
    let server = try TLSServer()
    let code = await failure("http://127.0.0.1:\(server.port)/")?.code
    #expect([.malformedResponse, .disconnected].contains(code))
  }

  @Test func `an unsafe answer is retried and counted against the host, never taken`() async throws
  {
    let server = try TLSServer()
    let polite = PoliteClient(
      client: client,
      limits: HostLimits(
        requestsPerSecond: nil, maxAttempts: 3, baseDelay: .zero, capDelay: .zero))
    let error = await #expect(throws: TransportError.self) {
      try await polite.send(HTTPRequest(url: "https://127.0.0.1:\(server.port)/"))
    }
    #expect(error?.code == .tls)
    let statistics = try #require(polite.statistics().first)
    #expect(statistics.requests == 3 && statistics.failures == 1)
  }
}

/// Owns an `openssl s_server` with a self-signed certificate; ends with its last reference.
private final class TLSServer {
  static let program = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  let port: Int
  private let process: Process
  private let folder: String

  init() throws {
    let program = try #require(Self.program)
    folder = NSTemporaryDirectory() + "assay-tls-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let (key, certificate) = ("\(folder)/key.pem", "\(folder)/certificate.pem")
    let request = Self.process(
      program,
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost",
      "-keyout", key, "-out", certificate)
    try request.run()
    request.waitUntilExit()
    process = Self.process(
      program, "s_server -accept 127.0.0.1:0 -www", "-key", key, "-cert", certificate)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    port = try #require(Self.port(in: output.fileHandleForReading))
  }

  deinit {
    process.terminate()
    try? FileManager.default.removeItem(atPath: folder)
  }

  private static func process(_ program: String, _ words: String, _ rest: String...) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = words.split(separator: " ").map(String.init) + rest
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }

  /// The port of the line `ACCEPT 127.0.0.1:PORT`; nil when the program ends without one.
  private static func port(in output: FileHandle) -> Int? {
    var text = ""
    while true {
      let data = output.availableData
      if data.isEmpty { return nil }
      text += String(decoding: data, as: UTF8.self)
      for line in text.split(separator: "\n").dropLast(text.hasSuffix("\n") ? 0 : 1)
      where line.hasPrefix("ACCEPT ") {
        return line.split(separator: ":").last.flatMap { Int($0) }
      }
    }
  }
}
