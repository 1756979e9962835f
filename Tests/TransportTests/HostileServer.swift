import Foundation
import Synchronization

/// Owns a listening socket on loopback; every connection is answered by a script on its own thread.
final class HostileServer: Sendable {
  let port: Int
  private let listener: Int32
  private let count = Count()

  private final class Count: Sendable {
    let connections = Mutex(0)
  }

  /// The script reads and writes as it likes; the connection closes after it.
  init(_ script: @escaping @Sendable (HostileConnection) -> Void) {
    let (descriptor, port) = Self.listenOnLoopback()
    listener = descriptor
    self.port = port
    let count = count
    let thread = Thread {
      while true {
        let client = accept(descriptor, nil, nil)
        guard client >= 0 else { break }
        count.connections.withLock { $0 += 1 }
        Thread.detachNewThread { script(HostileConnection(client)) }
      }
      close(descriptor)
    }
    thread.start()
  }

  /// Answers every request on every connection, as long as the client keeps it open.
  static func answering(
    _ answer: @escaping @Sendable (_ head: String) -> String
  ) -> HostileServer {
    HostileServer { connection in
      while let head = connection.readRequest() { connection.write(answer(head)) }
    }
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  var url: String { "http://127.0.0.1:\(port)" }
  var connections: Int { count.connections.withLock { $0 } }

  private static func listenOnLoopback() -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        precondition(unsafe bind(descriptor, generic, length) == 0, "bind failed")
        precondition(listen(descriptor, 128) == 0, "listen failed")
        precondition(unsafe getsockname(descriptor, generic, &length) == 0, "no port")
      }
    }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }
}

/// One accepted connection, read and written with blocking calls; closed when it goes away.
final class HostileConnection {
  private let descriptor: Int32
  private var pending: [UInt8] = []

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// The next request's head and body as text; nil when the client closed.
  func readRequest() -> String? {
    while true {
      let text = String(decoding: pending, as: UTF8.self)
      if let end = text.range(of: "\r\n\r\n") {
        let lengthLine = text.lowercased().split(separator: "\r\n")
          .first { $0.hasPrefix("content-length:") }
        let length = lengthLine.flatMap { Int($0.dropFirst(15).filter { $0 != " " }) } ?? 0
        let total = text[..<end.upperBound].utf8.count + length
        if pending.count >= total {
          defer { pending.removeFirst(total) }
          return String(decoding: pending[..<total], as: UTF8.self)
        }
      }
      guard fill() else { return nil }
    }
  }

  /// Blocks until the client closes.
  func waitForClose() { while fill() {} }

  private func fill() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    pending.append(contentsOf: buffer[..<count])
    return true
  }

  func write(_ text: String) { write(Array(text.utf8)) }

  /// False when the client no longer listens.
  @discardableResult
  func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = unsafe rest.withUnsafeBytes { buffer in
        unsafe send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return false }
      rest = rest.dropFirst(sent)
    }
    return true
  }

  /// Makes the coming close a reset instead of an orderly end.
  func resetOnClose() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
  }
}

/// A whole response with a body of text.
func answer(_ status: String, headers: [String] = [], _ body: String = "") -> String {
  let lines = ["HTTP/1.1 \(status)"] + headers + ["Content-Length: \(body.utf8.count)"]
  return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
}
