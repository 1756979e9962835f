import Corpus
import Foundation
import Testing
import Transport

@Suite struct HTTPClientTests {
  private let client = HTTPClient(
    configuration: HTTPConfiguration(userAgent: "assay/test (+https://assay.example)"))

  private func errorCode(of body: () async throws -> HTTPResponse) async -> TransportError.Code? {
    do {
      _ = try await body()
      return nil
    } catch {
      return (error as? TransportError)?.code
    }
  }

  @Test func `brings status, headers as spelled and in order, and the body`() async throws {
    let fields = ["X-B: 1", "ETag: \"abc\"", "x-a:  two ", "X-B: 3"]
    let sent = answer("200 Fine", headers: fields, "hello")
    let server = HostileServer.answering { _ in sent }
    let response = try await client.send(HTTPRequest(url: server.url + "/x?y=1"))
    #expect(response.status == 200)
    #expect(response.url == server.url + "/x?y=1")
    #expect(response.headers.map(\.name) == ["X-B", "ETag", "x-a", "X-B", "Content-Length"])
    #expect(response.headers.map(\.value) == ["1", "\"abc\"", "two", "3", "5"])
    #expect(response.body == Array("hello".utf8))
    #expect(response.bodyBytes == 5)
    #expect(response.truncation == nil)
    #expect(response.etag == "\"abc\"")
    #expect(response.wireBytes == sent.utf8.count)
  }

  @Test func `names itself, asks for gzip and sends headers and body as given`() async throws {
    let server = HostileServer.answering { head in answer("200 OK", head) }
    let request = HTTPRequest(
      url: server.url + "/pypi",
      headers: [HeaderField("X-Empty", ""), HeaderField("Content-Type", "text/xml")],
      method: "POST", body: Array("<x/>".utf8))
    let head = String(decoding: try await client.send(request).body, as: UTF8.self)
    let lines = head.components(separatedBy: "\r\n")
    #expect(lines.first == "POST /pypi HTTP/1.1")
    #expect(lines.contains("User-Agent: assay/test (+https://assay.example)"))
    #expect(lines.contains("Accept-Encoding: gzip"))
    #expect(lines.contains("Content-Type: text/xml"))
    #expect(lines.contains("X-Empty:"))
    #expect(lines.last == "<x/>")
  }

  @Test func `takes up a connection again`() async throws {
    let server = HostileServer.answering { _ in answer("200 OK", "x") }
    for _ in 0..<5 { _ = try await client.send(HTTPRequest(url: server.url)) }
    #expect(server.connections == 1)
  }

  @Test func `keeps to the connections per host with a hundred requests at once`() async throws {
    let server = HostileServer.answering { head in
      answer("200 OK", String(head.split(separator: " ")[1]))
    }
    let bodies = try await withThrowingTaskGroup(of: String.self) { group in
      for index in 0..<100 {
        group.addTask { [client] in
          let response = try await client.send(HTTPRequest(url: "\(server.url)/\(index)"))
          return String(decoding: response.body, as: UTF8.self)
        }
      }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(bodies == Set((0..<100).map { "/\($0)" }))
    #expect(server.connections <= 3)
  }

  @Test func `keeps the header lines of the final answer only`() async throws {
    let server = HostileServer.answering { _ in
      "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
        + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Late\r\n\r\n"
        + "3\r\nabc\r\n0\r\nX-Late: 1\r\n\r\n"
    }
    let response = try await client.send(HTTPRequest(url: server.url))
    #expect(response.headers.map(\.name) == ["Transfer-Encoding", "Trailer"])
    #expect(response.body == Array("abc".utf8))
  }

  @Test func `an answer 304 has no body and keeps its headers`() async throws {
    let server = HostileServer.answering { _ in
      "HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n"
    }
    let response = try await client.send(HTTPRequest(url: server.url))
    #expect(response.status == 304)
    #expect(response.lastModified == "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(response.body.isEmpty && response.truncation == nil)
  }

  // MARK: Size

  @Test func `decodes gzip and counts what came over the wire`() async throws {
    let server = HostileServer { connection in
      _ = connection.readRequest()
      connection.writeGzip(millionZeros)
    }
    let response = try await client.send(HTTPRequest(url: server.url))
    #expect(response.body == [UInt8](repeating: 0, count: 1 << 20))
    #expect(response.headers.value("Content-Encoding") == "gzip")
    #expect((1000..<1500).contains(response.wireBytes))
  }

  @Test func `a gzip bomb ends at the limit of decoded bytes`() async throws {
    let server = HostileServer { connection in
      _ = connection.readRequest()
      connection.writeGzip(millionZeros)
    }
    let request = HTTPRequest(url: server.url, maximumBodyBytes: 100_000)
    let response = try await client.send(request)
    #expect(response.body == [UInt8](repeating: 0, count: 100_000))
    #expect(response.truncation == .length)
  }

  @Test(arguments: [(5, nil), (4, TruncationReason.length), (0, .length)])
  func `the limit counts exactly`(limit: Int, truncation: TruncationReason?) async throws {
    let server = HostileServer.answering { _ in answer("200 OK", "hello") }
    let response = try await client.send(HTTPRequest(url: server.url, maximumBodyBytes: limit))
    #expect(response.body == Array("hello".utf8.prefix(limit)))
    #expect(response.truncation == truncation)
  }

  @Test func `an endless body ends at the limit`() async throws {
    let server = HostileServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\n\r\n")
      while connection.write([UInt8](repeating: 0x61, count: 65_536)) {}
    }
    let response = try await client.send(HTTPRequest(url: server.url, maximumBodyBytes: 300_000))
    #expect(response.bodyBytes == 300_000)
    #expect(response.truncation == .length)
  }

  @Test(arguments: [(lines: 300, bytes: 1), (lines: 3, bytes: 90_000)])
  func `a flood of header lines is an error`(lines: Int, bytes: Int) async {
    let line = "X-Flood: \(String(repeating: "a", count: bytes))\r\n"
    let flood = String(repeating: line, count: lines)
    let server = HostileServer.answering { _ in "HTTP/1.1 200 OK\r\n\(flood)\r\n" }
    let code = await errorCode { try await client.send(HTTPRequest(url: server.url)) }
    #expect(code == .malformedResponse)
  }

  // MARK: Broken connections

  @Test func `a body cut short is a response that says so`() async throws {
    let server = HostileServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    }
    let response = try await client.send(HTTPRequest(url: server.url))
    #expect(response.body == Array("half".utf8))
    #expect(response.truncation == .disconnect)
  }

  @Test func `a reset before the answer is an error`() async {
    let server = HostileServer { connection in
      _ = connection.readRequest()
      connection.resetOnClose()
    }
    let code = await errorCode { try await client.send(HTTPRequest(url: server.url)) }
    #expect(code == .disconnected)
  }

  @Test func `a slow body ends at the time limit and keeps what came`() async throws {
    let server = HostileServer { connection in
      _ = connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nslow")
      connection.waitForClose()
    }
    let request = HTTPRequest(url: server.url, timeout: .milliseconds(60))
    let response = try await client.send(request)
    #expect(response.body == Array("slow".utf8))
    #expect(response.truncation == .time)
  }

  @Test func `silence ends at the time limit`() async {
    let server = HostileServer { connection in connection.waitForClose() }
    let request = HTTPRequest(url: server.url, timeout: .milliseconds(60))
    #expect(await errorCode { try await client.send(request) } == .timeout)
  }

  @Test func `an answer that is not HTTP is an error`() async {
    let server = HostileServer { connection in
      _ = connection.readRequest()
      connection.write("SSH-2.0-OpenSSH_9.2\r\n")
    }
    let code = await errorCode { try await client.send(HTTPRequest(url: server.url)) }
    #expect(code == .malformedResponse)
  }

  @Test func `a body that is not the gzip it claims to be is an error`() async {
    let server = HostileServer.answering { _ in
      answer("200 OK", headers: ["Content-Encoding: gzip"], "not gzip at all")
    }
    let code = await errorCode { try await client.send(HTTPRequest(url: server.url)) }
    #expect(code == .disconnected)
  }

  @Test(arguments: ["http://127.0.0.1:1/", "http://nowhere.invalid/"])
  func `a port where nobody listens and a name without address are unreachable`(
    url: String
  ) async {
    #expect(await errorCode { try await client.send(HTTPRequest(url: url)) } == .unreachable)
  }

  // MARK: Redirects

  @Test func `follows three redirects on the same server, no more`() async throws {
    let server = HostileServer.answering { head in
      let number = Int(head.split(separator: " ")[1].dropFirst()) ?? 0
      return number == 0
        ? answer("200 OK", "end")
        : answer("301 Moved", headers: ["Location: /\(number - 1)"], "moved")
    }
    let response = try await client.send(HTTPRequest(url: server.url + "/3"))
    #expect(response.body == Array("end".utf8))
    #expect(response.url == server.url + "/0")
    let code = await errorCode { try await client.send(HTTPRequest(url: server.url + "/4")) }
    #expect(code == .tooManyRedirects)
  }

  @Test(arguments: [
    "http://other.example/", "https://127.0.0.1/", "file:///etc/passwd", "ftp://127.0.0.1/",
    "http://127.0.0.1:1/", "//10.0.0.1/", "gopher://127.0.0.1/", "http://[::1]/", "http://",
  ])
  func `refuses redirects to elsewhere`(location: String) async {
    let server = HostileServer.answering { _ in
      answer("302 Found", headers: ["Location: \(location)"])
    }
    let code = await errorCode { try await client.send(HTTPRequest(url: server.url)) }
    #expect(code == .refusedRedirect)
  }

  @Test func `a redirect without a location is a response`() async throws {
    let server = HostileServer.answering { _ in answer("302 Found", "?") }
    let response = try await client.send(HTTPRequest(url: server.url))
    #expect(response.status == 302 && response.body == Array("?".utf8))
  }

  @Test func `a redirect with an endless body is followed`() async throws {
    let server = HostileServer { connection in
      guard let head = connection.readRequest() else { return }
      if head.hasPrefix("GET /end") { return connection.write(answer("200 OK", "end")) }
      connection.write("HTTP/1.1 302 Found\r\nLocation: /end\r\n\r\n")
      while connection.write([UInt8](repeating: 0x61, count: 65_536)) {}
    }
    let response = try await client.send(HTTPRequest(url: server.url))
    #expect(response.body == Array("end".utf8))
  }

  @Test func `secrets do not follow to another port that is allowed`() async throws {
    let target = HostileServer.answering { head in answer("200 OK", head) }
    let server = HostileServer.answering { _ in
      answer("302 Found", headers: ["Location: \(target.url)/x"])
    }
    let client = HTTPClient(
      configuration: HTTPConfiguration(userAgent: "assay/test", allowLoopbackRedirects: true))
    let request = HTTPRequest(
      url: server.url, headers: [HeaderField("Authorization", "s3cret"), HeaderField("X-A", "1")])
    let head = String(decoding: try await client.send(request).body, as: UTF8.self)
    #expect(head.contains("X-A: 1"))
    #expect(!head.contains("s3cret"))
  }

  // MARK: Refused before sending

  @Test(arguments: [
    "", "x", "ftp://a.example/", "http://", "http://a b/", "file:///x", "http://a\0b/",
  ])
  func `refuses what is no URL of HTTP`(url: String) async {
    #expect(await errorCode { try await client.send(HTTPRequest(url: url)) } == .badURL)
  }

  @Test(arguments: [
    HeaderField("X-A", "1\r\nX-B: 2"), HeaderField("X-A\r\n", "1"), HeaderField("", "1"),
    HeaderField("X-A", "a\0b"), HeaderField("X A", "1"),
  ])
  func `refuses headers that would become others`(header: HeaderField) async {
    let request = HTTPRequest(url: "http://127.0.0.1:1/", headers: [header])
    #expect(await errorCode { try await client.send(request) } == .badRequest)
  }

  // MARK: Files

  @Test func `streams a good body to a file and an error page to memory`() async throws {
    let path = NSTemporaryDirectory() + "assay-transport-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let server = HostileServer.answering { head in
      head.hasPrefix("GET /missing") ? answer("404 Not Found", "no") : answer("200 OK", "dump")
    }
    let missing = HTTPRequest(url: server.url + "/missing", destination: path)
    #expect(try await client.send(missing).body == Array("no".utf8))
    #expect(!FileManager.default.fileExists(atPath: path))
    let response = try await client.send(HTTPRequest(url: server.url, destination: path))
    #expect(response.body.isEmpty && response.bodyBytes == 4)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "dump")
  }

  @Test func `says when the file cannot be written`() async {
    let server = HostileServer.answering { _ in answer("200 OK", "dump") }
    let request = HTTPRequest(url: server.url, destination: "/nowhere/at/all")
    #expect(await errorCode { try await client.send(request) } == .file)
  }

  // MARK: Ending early

  @Test func `cancelling the task ends the transfer`() async {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    let (closings, closed) = AsyncStream.makeStream(of: Void.self)
    let server = HostileServer { connection in
      _ = connection.readRequest()
      arrived.yield()
      connection.waitForClose()
      closed.yield()
    }
    let code = await withTaskGroup(of: TransportError.Code?.self) { group in
      group.addTask { await errorCode { try await client.send(HTTPRequest(url: server.url)) } }
      for await _ in arrivals { break }
      group.cancelAll()
      return await group.next() ?? nil
    }
    #expect(code == .cancelled)
    for await _ in closings { break }
  }

  @Test func `a cancelled task sends nothing`() async {
    let server = HostileServer.answering { _ in answer("200 OK") }
    let code = await withTaskGroup(of: TransportError.Code?.self) { group in
      group.cancelAll()
      group.addTask { await errorCode { try await client.send(HTTPRequest(url: server.url)) } }
      return await group.next() ?? nil
    }
    #expect(code == .cancelled)
    #expect(server.connections == 0)
  }

  @Test func `a shutdown fails what runs and what comes later`() async {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    let server = HostileServer { connection in
      _ = connection.readRequest()
      arrived.yield()
      connection.waitForClose()
    }
    let code = await withTaskGroup(of: TransportError.Code?.self) { group in
      group.addTask { await errorCode { try await client.send(HTTPRequest(url: server.url)) } }
      for await _ in arrivals { break }
      client.shutdown()
      return await group.next() ?? nil
    }
    #expect(code == .shutDown)
    let later = await errorCode { try await client.send(HTTPRequest(url: server.url)) }
    #expect(later == .shutDown)
  }
}

extension HostileConnection {
  func writeGzip(_ encoded: [UInt8]) {
    write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(encoded.count)\r\n\r\n")
    write(encoded)
  }
}

/// One mebibyte of zero bytes, as gzip.
private let millionZeros = Array(Data(base64Encoded: millionZerosText)!)

private let millionZerosText =
  "H4sIAAAAAAACA+3BMQEAAADCoPVPbQhfo" + String(repeating: "A", count: 1355)
  + "PgMc6jinAAAQAA=="
