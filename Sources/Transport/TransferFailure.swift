internal import CCurl
internal import Corpus

/// What a result of libcurl means for the caller. https://curl.se/libcurl/c/libcurl-errors.html
struct TransferFailure {
  let code: TransportError.Code
  let message: String
  /// What is said of a body that had begun; nil when a part is worth nothing.
  let truncation: TruncationReason?

  init(_ result: CURLcode) {
    switch result {
    case CURLE_OPERATION_TIMEDOUT:
      (code, message, truncation) = (.timeout, "the time limit passed", .time)
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
      CURLE_INTERFACE_FAILED, CURLE_PROXY:
      (code, message, truncation) = (.unreachable, "the host cannot be reached", nil)
    case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2,
      CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING, CURLE_SSL_SHUTDOWN_FAILED:
      (code, message, truncation) = (.disconnected, "the connection broke", .disconnect)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_USE_SSL_FAILED,
      CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS:
      (code, message, truncation) = (.tls, "no secure connection; check the certificates", nil)
    case CURLE_URL_MALFORMAT:
      (code, message, truncation) = (.badURL, "not a URL that can be fetched", nil)
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
      (code, message, truncation) = (.malformedResponse, "the answer is not HTTP", nil)
    default:
      (code, message, truncation) = (.disconnected, "the transfer failed", .disconnect)
    }
  }

  func error(url: String, cause: String) -> TransportError {
    TransportError(code, url: url, message, cause: cause)
  }
}
