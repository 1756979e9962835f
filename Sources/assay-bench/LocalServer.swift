import Foundation

/// A private nginx on a free loopback port that serves the files of one folder.
struct LocalServer {
  let url: String
  private let process: Process

  /// Nil, with a printed reason, when nginx is not installed or does not start.
  static func start(serving root: String, workFolder: String) throws -> LocalServer? {
    let places = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"]
    guard let program = places.first(where: FileManager.default.isExecutableFile) else {
      return skip("nginx is not installed (apt-get install nginx)")
    }
    guard let port = freePort() else { return skip("no loopback port is free") }
    let (settings, mark) = ("\(workFolder)/nginx.conf", "\(workFolder)/nginx.pid")
    try configuration(root: root, port: port, folder: workFolder)
      .write(toFile: settings, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = ["-p", workFolder, "-e", "\(workFolder)/error.log", "-c", settings]
    try process.run()
    let server = LocalServer(url: "http://127.0.0.1:\(port)", process: process)
    // The file appears once the port is bound.
    for _ in 0..<500 where process.isRunning && !FileManager.default.fileExists(atPath: mark) {
      Thread.sleep(forTimeInterval: 0.01)
    }
    guard process.isRunning, FileManager.default.fileExists(atPath: mark) else {
      server.stop()
      return skip("nginx did not start; run it by hand to see why")
    }
    return server
  }

  func stop() {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
  }

  private static func skip(_ reason: String) -> LocalServer? {
    FileHandle.standardError.write(Data("crawl skipped: \(reason)\n".utf8))
    return nil
  }

  private static func configuration(root: String, port: UInt16, folder: String) -> String {
    """
    \(getuid() == 0 ? "user root;" : "")
    daemon off;
    worker_processes 1;
    pid \(folder)/nginx.pid;
    events { worker_connections 1024; }
    http {
      access_log off;
      sendfile on;
      tcp_nopush on;
      keepalive_requests 10000000;
      default_type text/plain;
      client_body_temp_path \(folder)/body;
      proxy_temp_path \(folder)/proxy;
      fastcgi_temp_path \(folder)/fastcgi;
      uwsgi_temp_path \(folder)/uwsgi;
      scgi_temp_path \(folder)/scgi;
      server {
        listen 127.0.0.1:\(port);
        root \(root);
      }
    }
    """
  }

  /// A port nobody listens on at this moment; nil when the system gives none.
  private static func freePort() -> UInt16? {
    let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard handle >= 0 else { return nil }
    defer { close(handle) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(handle, $0, length) == 0 && getsockname(handle, $0, &length) == 0
      }
    }
    return isBound ? UInt16(bigEndian: address.sin_port) : nil
  }
}
