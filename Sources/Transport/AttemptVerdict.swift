internal import Corpus

/// What one try means: for the host's policy and for the request.
struct AttemptVerdict: Equatable {
  /// Reported to the host's policy.
  var outcome: HostPolicy.Outcome
  /// Whether another try may help, and the delay the host named for it; nil when the try stands.
  var retry: Retry?

  struct Retry: Equatable {
    var delay: Duration?
    /// Whether one retry is all that is worth it: the host refused the request itself.
    var isLast = false
  }

  init(_ result: Result<HTTPResponse, TransportError>, now: UTCInstant) {
    switch result {
    case .success(let response): self.init(response, now: now)
    case .failure(let error): self.init(error)
    }
  }

  private init(_ response: HTTPResponse, now: UTCInstant) {
    let delay = response.retryAfter(now: now)
    switch response.status {
    case 429:
      (outcome, retry) = (.throttled(retryAfter: delay), Retry(delay: delay))
    case 400, 403, 406:
      (outcome, retry) = (.failure(retryAfter: delay), Retry(delay: delay, isLast: true))
    case 408, 500...599:
      (outcome, retry) = (.failure(retryAfter: delay), Retry(delay: delay))
    default:
      switch response.truncation {
      case .time, .disconnect: (outcome, retry) = (.failure(retryAfter: nil), Retry(delay: nil))
      case .length, nil: (outcome, retry) = (.success, nil)
      }
    }
  }

  private init(_ error: TransportError) {
    switch error.code {
    case .unreachable, .timeout, .disconnected, .tls, .malformedResponse:
      (outcome, retry) = (.failure(retryAfter: nil), Retry(delay: nil))
    case .tooManyRedirects, .refusedRedirect:
      (outcome, retry) = (.success, nil)
    case .refusedAddress:
      (outcome, retry) = (.failure(retryAfter: nil), nil)
    case .badURL, .badRequest, .budget, .cancelled, .hostUnavailable, .file, .shutDown:
      (outcome, retry) = (.cancelled, nil)
    }
  }
}
