internal import CCurl

/// Owns the libcurl multi handle: all connections of one client.
///
/// `@unchecked Sendable`: every function but `wake` is called by the driver's thread alone, and
/// libcurl allows `curl_multi_wakeup` from any thread while the handle lives, which the references
/// to this object ensure. Source: https://curl.se/libcurl/c/curl_multi_wakeup.html
@safe final class MultiHandle: @unchecked Sendable {
  private let pointer: UnsafeMutableRawPointer

  /// Once per process, before any handle; the language runs it under a lock.
  private static let globalResult = curl_global_init(Int(CURL_GLOBAL_ALL))

  init(_ configuration: HTTPConfiguration) {
    precondition(Self.globalResult == CURLE_OK, "libcurl does not start: \(Self.globalResult)")
    guard let pointer = unsafe curl_multi_init() else { preconditionFailure("out of memory") }
    unsafe self.pointer = pointer
    set(CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    set(CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maxConnectionsPerHost)
    set(CURLMOPT_MAX_TOTAL_CONNECTIONS, configuration.maxConnections)
    set(CURLMOPT_MAXCONNECTS, configuration.maxConnections)
  }

  deinit { unsafe curl_multi_cleanup(pointer) }

  private func set(_ option: CURLMoption, _ value: Int) {
    unsafe assay_curl_multi_set_long(pointer, option, value)
  }

  /// Ends a running or the next `wait`; from any thread.
  func wake() { unsafe curl_multi_wakeup(pointer) }

  func add(_ handle: EasyHandle) -> Bool {
    unsafe curl_multi_add_handle(pointer, handle.pointer) == CURLM_OK
  }

  func remove(_ handle: EasyHandle) {
    unsafe curl_multi_remove_handle(pointer, handle.pointer)
  }

  /// Reads and writes what the sockets have ready.
  func perform() {
    var running: Int32 = 0
    unsafe curl_multi_perform(pointer, &running)
  }

  /// Blocks until a socket is ready, a timer of libcurl is due, `wake` is called, or ten seconds pass.
  func wait() { unsafe curl_multi_poll(pointer, nil, 0, 10_000, nil) }

  /// The next transfer that ended: its key and libcurl's result; nil when there is none.
  func nextFinished() -> (key: UInt, result: CURLcode)? {
    var left: Int32 = 0
    while let message = unsafe curl_multi_info_read(pointer, &left) {
      guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
      let key = unsafe UInt(bitPattern: message.pointee.easy_handle)
      return unsafe (key, assay_curl_message_result(message))
    }
    return nil
  }
}
