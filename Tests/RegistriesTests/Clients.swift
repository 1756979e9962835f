import Transport

/// Clients that look at requests and send none.
enum Clients {
  static func polite() -> PoliteClient {
    PoliteClient(
      client: HTTPClient(configuration: HTTPConfiguration(userAgent: "assay-test")),
      limits: .loopback)
  }
}
