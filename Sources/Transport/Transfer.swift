internal import CCurl
internal import Corpus

/// Owns one request while the driver runs it: the handle, what arrived, and the waiting task.
final class Transfer {
  let submission: Submission
  let handle: EasyHandle
  private let configuration: HTTPConfiguration
  private let deadline: ContinuousClock.Instant
  private(set) var url: HTTPURL
  private var followed = 0
  private var wireBytes = 0
  private var headers: HeaderCollector
  private var sink: BodySink
  private var abort: Abort?

  /// Why a callback ended the transfer.
  private enum Abort {
    case length
    case headerFlood
    case redirectBody
    case privateAddress(NetworkAddress)
    case file(String)
  }

  /// What the driver does after libcurl is done with the handle.
  enum Step {
    case finish(Result<HTTPResponse, TransportError>)
    case followRedirect
  }

  /// Bodies of redirects are read up to here, so that the connection can be used again.
  private static let maximumRedirectBody = 64 << 10
  /// Decoded bytes up to which no body is taken for a bomb, and the growth beyond which it is one.
  ///
  /// Documents of registries shrink to a thirtieth at best; gzip can go to a thousandth.
  private static let unsuspiciousBytes = 8 << 20
  private static let unsuspiciousRatio = 200
  /// Bodies of error pages are kept in memory up to here when the request names a file.
  private static let maximumErrorBody = 1 << 20

  init(_ submission: Submission, handle: EasyHandle, configuration: HTTPConfiguration) {
    self.submission = submission
    self.handle = handle
    self.configuration = configuration
    url = submission.url
    deadline = .now + submission.request.timeout
    headers = Self.collector(configuration)
    sink = BodySink(limit: submission.request.maximumBodyBytes, path: nil)
  }

  private static func collector(_ configuration: HTTPConfiguration) -> HeaderCollector {
    HeaderCollector(
      maximumLines: configuration.maxHeaderLines, maximumBytes: configuration.maxHeaderBytes)
  }

  // MARK: Starting

  /// Sets every option of the handle for the current URL.
  func prepare() {
    handle.reset()
    setTarget()
    setLimits()
    setMethod()
    handle.setHeaders(sentHeaders)
    setCallbacks()
  }

  private func setTarget() {
    handle.set(CURLOPT_URL, url.text)
    handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
    handle.set(CURLOPT_FOLLOWLOCATION, 0)
    handle.set(CURLOPT_NOSIGNAL, 1)
    handle.set(CURLOPT_USERAGENT, configuration.userAgent)
    handle.set(CURLOPT_ACCEPT_ENCODING, "gzip")
    handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    handle.set(CURLOPT_PIPEWAIT, 1)
    handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    handle.set(CURLOPT_TCP_KEEPALIVE, 1)
    handle.set(CURLOPT_BUFFERSIZE, 128 << 10)
    // An empty proxy overrules the environment.
    if url.isLoopback {
      handle.set(CURLOPT_PROXY, "")
    } else if let proxy = configuration.proxy {
      handle.set(CURLOPT_PROXY, proxy)
    }
  }

  private func setLimits() {
    let left = deadline - ContinuousClock.now
    handle.set(CURLOPT_TIMEOUT_MS, max(1, left.wholeMilliseconds))
    handle.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, configuration.connectTimeout.wholeMilliseconds))
    guard configuration.minimumBytesPerSecond > 0 else { return }
    handle.set(CURLOPT_LOW_SPEED_LIMIT, configuration.minimumBytesPerSecond)
    handle.set(CURLOPT_LOW_SPEED_TIME, max(1, configuration.slowPeriod.wholeMilliseconds / 1000))
  }

  private func setMethod() {
    let request = submission.request
    switch request.method {
    case "GET" where request.body == nil: handle.set(CURLOPT_HTTPGET, 1)
    case "HEAD": handle.set(CURLOPT_NOBODY, 1)
    default:
      if let body = request.body { handle.setBody(body) }
      handle.set(CURLOPT_CUSTOMREQUEST, request.method)
    }
  }

  /// Credentials stay with the server they were meant for.
  private var sentHeaders: [HeaderField] {
    let kept = submission.request.headers.filter { header in
      let isSecret = ["authorization", "cookie"].contains(header.name.lowercased())
      return !isSecret || url.isSameOrigin(as: submission.url)
    }
    return kept
  }

  private func setCallbacks() {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe handle.set(CURLOPT_HEADERFUNCTION, callback: receiveHeaderLine)
    unsafe handle.set(CURLOPT_HEADERDATA, pointer: context)
    unsafe handle.set(CURLOPT_WRITEFUNCTION, callback: receiveBodyChunk)
    unsafe handle.set(CURLOPT_WRITEDATA, pointer: context)
    unsafe handle.set(openSocket: openSocket)
    unsafe handle.set(CURLOPT_OPENSOCKETDATA, pointer: context)
  }

  // MARK: Connecting

  /// Whether a connection to where the host's name led may be opened.
  func mayConnect(to address: NetworkAddress, port: Int) -> Bool {
    if configuration.addressRule.allows(address, port: port, for: url) { return true }
    abort = .privateAddress(address)
    return false
  }

  // MARK: Receiving

  /// False ends the transfer.
  func receive(headerLine: UnsafeRawBufferPointer) -> Bool {
    let wasComplete = headers.isComplete
    guard unsafe headers.take(headerLine) else {
      abort = .headerFlood
      return false
    }
    if headers.isComplete, !wasComplete { startBody() }
    return true
  }

  /// Chooses where the body goes once the status is known.
  private func startBody() {
    let request = submission.request
    let isSuccess = (200..<300).contains(headers.status)
    if location != nil {
      sink = BodySink(limit: Self.maximumRedirectBody, path: nil)
    } else if request.destination != nil, !isSuccess {
      let limit = min(request.maximumBodyBytes, Self.maximumErrorBody)
      sink = BodySink(limit: limit, path: nil)
    } else {
      sink = BodySink(limit: request.maximumBodyBytes, path: request.destination)
    }
    sink.reserve(headers.fields.value("Content-Length").flatMap { Int($0) } ?? 0)
  }

  /// False ends the transfer.
  func receive(body chunk: UnsafeRawBufferPointer) -> Bool {
    guard !isBomb else {
      abort = location == nil ? .length : .redirectBody
      return false
    }
    switch unsafe sink.take(chunk) {
    case .taken: return true
    case .full: abort = location == nil ? .length : .redirectBody
    case .failed(let problem): abort = .file(problem)
    }
    return false
  }

  /// Whether the body has grown so much in decoding that it can only be meant to.
  private var isBomb: Bool {
    sink.count > Self.unsuspiciousBytes
      && sink.count / Self.unsuspiciousRatio > handle.offset(CURLINFO_SIZE_DOWNLOAD_T)
  }

  /// Where the response points, when it is a redirect that may be followed at all.
  private var location: String? {
    guard [301, 302, 303, 307, 308].contains(headers.status),
      ["GET", "HEAD"].contains(submission.request.method)
    else { return nil }
    return headers.fields.value("Location")
  }

  // MARK: Ending

  /// Judges what libcurl reports about the finished transfer.
  func conclude(_ result: CURLcode) -> Step {
    wireBytes += handle.offset(CURLINFO_SIZE_DOWNLOAD_T) + handle.long(CURLINFO_HEADER_SIZE)
    switch abort {
    case .headerFlood: return .finish(.failure(headerFlood))
    case .file(let problem): return .finish(.failure(fileError(problem)))
    case .length: return response(truncation: .length)
    case .privateAddress(let address) where result != CURLE_OK:
      return .finish(.failure(refused(address)))
    case .privateAddress, .redirectBody, nil: break
    }
    let isWhole = result == CURLE_OK || isRedirectBodyCut
    if let location, headers.isComplete, isWhole { return follow(location) }
    if result == CURLE_OK { return response(truncation: nil) }
    let failure = TransferFailure(result)
    if let truncation = failure.truncation, headers.isComplete, sink.count > 0 {
      return response(truncation: truncation)
    }
    return .finish(.failure(failure.error(url: url.text, cause: handle.explanation(of: result))))
  }

  private var isRedirectBodyCut: Bool {
    if case .redirectBody = abort { true } else { false }
  }

  private func follow(_ location: String) -> Step {
    let verdict = configuration.redirectRule.verdict(on: location, from: url, followed: followed)
    switch verdict {
    case .follow(let target):
      url = target
      followed += 1
      abort = nil
      headers = Self.collector(configuration)
      sink = BodySink(limit: submission.request.maximumBodyBytes, path: nil)
      return .followRedirect
    case .tooMany:
      let message = "more than \(configuration.maxRedirects) redirects"
      return .finish(.failure(TransportError(.tooManyRedirects, url: url.text, message)))
    case .refuse(let reason):
      let message = "redirect to \(location.debugDescription) refused: \(reason)"
      return .finish(.failure(TransportError(.refusedRedirect, url: url.text, message)))
    }
  }

  private func response(truncation: TruncationReason?) -> Step {
    if let problem = sink.finish() { return .finish(.failure(fileError(problem))) }
    return .finish(
      .success(
        HTTPResponse(
          url: url.text, status: headers.status, headers: headers.fields, body: sink.bytes,
          bodyBytes: sink.count, truncation: truncation, wireBytes: wireBytes,
          redirects: followed)))
  }

  private var headerFlood: TransportError {
    TransportError(
      .malformedResponse, url: url.text,
      "header lines above the limit of \(configuration.maxHeaderLines) lines or "
        + "\(configuration.maxHeaderBytes) bytes")
  }

  private func refused(_ address: NetworkAddress) -> TransportError {
    TransportError(
      .refusedAddress, url: url.text,
      "\(url.host) leads to the private address \(address.text): name it as an endpoint if it is yours"
    )
  }

  private func fileError(_ problem: String) -> TransportError {
    let path = submission.request.destination ?? ""
    return TransportError(.file, url: url.text, "cannot write the body to \(path)", cause: problem)
  }
}

extension Duration {
  /// Rounded up; for libcurl's millisecond options.
  var wholeMilliseconds: Int {
    let (seconds, attoseconds) = components
    return Int(
      clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
