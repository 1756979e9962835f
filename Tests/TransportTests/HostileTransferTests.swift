import Corpus
import Foundation
import Testing
import Transport

/// Servers that want to exhaust memory, time or trust; each is a server on loopback.
@Suite struct HostileTransferTests {
  private let client = HTTPClient(
    configuration: HTTPConfiguration(
      userAgent: "assay/test", minimumBytesPerSecond: 1000, slowPeriod: .seconds(1)))

  private func failure(_ request: HTTPRequest, of client: HTTPClient? = nil) async
    -> TransportError.Code?
  {
    do {
      _ = try await (client ?? self.client).send(request)
      return nil
    } catch {
      return (error as? TransportError)?.code
    }
  }

  // MARK: Bombs

  @Test(arguments: [Bomb.gzip, .zstd, .gzipInGzip])
  func `a bomb ends at the limit of decoded bytes`(bomb: Bomb) async throws {
    let bytes = bomb.bytes
    let server = HostileServer { connection in
      while connection.readRequest() != nil {
        let head =
          "HTTP/1.1 200 OK\r\nContent-Encoding: \(bomb.encoding)\r\n"
          + "Content-Length: \(bytes.count)\r\n\r\n"
        connection.write(head)
        connection.write(bytes)
      }
    }
    for _ in 0..<3 {
      let response = try await client.send(
        HTTPRequest(url: server.url, maximumBodyBytes: 4 << 20))
      #expect(response.bodyBytes == 4 << 20)
      #expect(response.truncation == .length)
      #expect(response.wireBytes < 2 << 20)
    }
  }

  @Test func `a body that grows two hundredfold is cut long before the limit of decoded bytes`()
    async throws
  {
    let bytes = Bomb.gzip.bytes
    let server = HostileServer { connection in
      _ = connection.readRequest()
      connection.writeGzip(bytes)
    }
    let response = try await client.send(HTTPRequest(url: server.url))
    #expect(response.truncation == .length)
    #expect((8 << 20...32 << 20).contains(response.bodyBytes))
  }

  @Test func `too many encodings in a row are an error`() async {
    let encodings = Array(repeating: "gzip", count: 20).joined(separator: ", ")
    let server = HostileServer.answering { _ in
      answer("200 OK", headers: ["Content-Encoding: \(encodings)"], "x")
    }
    #expect(await failure(HTTPRequest(url: server.url)) == .disconnected)
  }

  @Test func `an announced size is no reason to take memory`() async throws {
    let server = HostileServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 900000000000\r\n\r\nhalf")
    }
    let response = try await client.send(HTTPRequest(url: server.url))
    #expect(response.body == Array("half".utf8) && response.truncation == .disconnect)
    #expect(response.body.capacity <= 16 << 20)
  }

  // MARK: Drips

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\nX-A: 1\r\n", "HTTP/1.1 200 OK\r\n\r\n"])
  func `a server that drips bytes is left after the slow period`(start: String) async {
    let server = HostileServer { connection in
      _ = connection.readRequest()
      connection.write(start)
      while connection.write(start.isEmpty ? "H" : "a", afterMilliseconds: 50) {}
    }
    let code = await failure(HTTPRequest(url: server.url, timeout: .seconds(60)))
    // What came of a body is kept, and says that it is not whole; a head alone is worth nothing.
    if start.hasSuffix("\r\n\r\n") {
      #expect(code == nil)
    } else {
      #expect([.timeout, .malformedResponse].contains(code))
    }
  }

  @Test func `header lines without end are left at the limit`() async {
    let server = HostileServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\n")
      while connection.write(Array("X-Flood: 0123456789\r\n".utf8)) {}
    }
    #expect(await failure(HTTPRequest(url: server.url)) == .malformedResponse)
  }

  @Test func `one header line without end is left at libcurl's limit`() async {
    let server = HostileServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nX-Long: ")
      while connection.write([UInt8](repeating: 0x61, count: 8192)) {}
    }
    let code = await failure(HTTPRequest(url: server.url))
    #expect([.malformedResponse, .disconnected].contains(code))
  }

  @Test func `interim answers without end are left at the limit`() async {
    let server = HostileServer { connection in
      _ = connection.readRequest()
      while connection.write(Array("HTTP/1.1 103 Early\r\nLink: </a>\r\n\r\n".utf8)) {}
    }
    #expect(await failure(HTTPRequest(url: server.url)) == .malformedResponse)
  }

  // MARK: Into the private network

  /// A name of /etc/hosts, other than localhost, that leads to this machine.
  private static let ownName: String? = {
    let text = (try? String(contentsOfFile: "/etc/hosts", encoding: .utf8)) ?? ""
    for line in text.split(separator: "\n") where line.hasPrefix("127.0.0.1") {
      let names = line.split(whereSeparator: \.isWhitespace).dropFirst()
      if let name = names.first(where: { !$0.hasPrefix("localhost") }) { return String(name) }
    }
    return nil
  }()

  @Test(.enabled(if: ownName != nil, "/etc/hosts has no second name for 127.0.0.1"))
  func `a name that leads to a private address is refused unless it is configured`() async throws {
    let name = try #require(Self.ownName)
    let server = HostileServer.answering { _ in answer("200 OK", "inside") }
    let request = HTTPRequest(url: "http://\(name):\(server.port)/")
    #expect(await failure(request) == .refusedAddress)
    #expect(server.connections == 0)
    let trusting = HTTPClient(
      configuration: HTTPConfiguration(userAgent: "assay/test", privateHosts: [name]))
    #expect(try await trusting.send(request).body == Array("inside".utf8))
  }

  @Test(.enabled(if: ownName != nil, "/etc/hosts has no second name for 127.0.0.1"))
  func `a redirect by name into the private network is refused`() async throws {
    let name = try #require(Self.ownName)
    let inside = HostileServer.answering { _ in answer("200 OK", "inside") }
    let server = HostileServer.answering { _ in
      answer("302 Found", headers: ["Location: http://\(name):\(inside.port)/"])
    }
    let client = HTTPClient(
      configuration: HTTPConfiguration(userAgent: "assay/test", redirectHosts: [name]))
    #expect(await failure(HTTPRequest(url: server.url), of: client) == .refusedAddress)
    #expect(inside.connections == 0)
  }

  // MARK: Proxies

  @Test func `a proxy gets the requests, and may be inside`() async throws {
    let proxy = HostileServer.answering { head in
      answer("200 OK", String(head.prefix { $0 != "\r\n" }))
    }
    let client = HTTPClient(
      configuration: HTTPConfiguration(userAgent: "assay/test", proxy: proxy.url))
    let response = try await client.send(HTTPRequest(url: "http://registry.example/x"))
    #expect(
      String(decoding: response.body, as: UTF8.self) == "GET http://registry.example/x HTTP/1.1")
    let local = HostileServer.answering { _ in answer("200 OK", "direct") }
    #expect(
      try await client.send(HTTPRequest(url: local.url)).body == Array("direct".utf8))
  }

  @Test func `a proxy that refuses the tunnel makes the host unreachable`() async {
    let proxy = HostileServer.answering { _ in answer("403 Forbidden", "no") }
    let client = HTTPClient(
      configuration: HTTPConfiguration(userAgent: "assay/test", proxy: proxy.url))
    let code = await failure(HTTPRequest(url: "https://registry.example/x"), of: client)
    #expect([.disconnected, .unreachable].contains(code))
  }
}

/// A small body that decodes to very many bytes.
enum Bomb: String, Sendable {
  case gzip, zstd, gzipInGzip

  var encoding: String { self == .gzipInGzip ? "gzip, gzip" : rawValue }

  var bytes: [UInt8] {
    switch self {
    case .gzip: Self.gzipOfZeros
    case .zstd: Self.zstdOfZeros
    case .gzipInGzip: Self.gzipOfGzip
    }
  }

  /// 1 GiB in one frame: a block of 128 KiB of one byte takes four bytes.
  ///
  /// Source: RFC 8878, sections 3.1.1 and 3.1.1.2.
  private static let zstdOfZeros: [UInt8] = {
    let header: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38]
    let count = 8192
    return header
      + (0..<count).flatMap { index -> [UInt8] in
        let block = UInt32(index == count - 1 ? 1 : 0) | 1 << 1 | UInt32(128 << 10) << 3
        return [UInt8(block & 0xFF), UInt8(block >> 8 & 0xFF), UInt8(block >> 16), 0]
      }
  }()

  private static let gzipOfZeros = gzipped(repeating: 0, megabytes: 256)
  private static let gzipOfGzip = piped(gzipOfZeros, through: "gzip -9")

  private static func gzipped(repeating byte: UInt8, megabytes: Int) -> [UInt8] {
    piped([], through: "head -c \(megabytes)M /dev/zero | gzip -9")
  }

  private static func piped(_ input: [UInt8], through command: String) -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    let (stdin, stdout) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (stdin, stdout)
    guard (try? process.run()) != nil else { return [] }
    let writer = Thread {
      stdin.fileHandleForWriting.write(Data(input))
      try? stdin.fileHandleForWriting.close()
    }
    writer.start()
    return Array(stdout.fileHandleForReading.readDataToEndOfFile())
  }
}

extension HostileConnection {
  /// Writes after a pause; false when the client no longer listens.
  func write(_ text: String, afterMilliseconds pause: Double) -> Bool {
    Thread.sleep(forTimeInterval: pause / 1000)
    return write(Array(text.utf8))
  }
}
