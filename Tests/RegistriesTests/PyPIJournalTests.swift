import Corpus
import Foundation
import Registries
import Testing
import Transport

/// The journal's answers, whole and hostile.
@Suite struct PyPIJournalTests {
  private func page(_ text: String) throws -> PyPIJournalPage {
    try PyPIJournalPage(parsing: Array(text.utf8))
  }

  private static func answer(_ rows: String) -> String {
    "<?xml version='1.0'?>\n<methodResponse><params><param><value><array><data>\(rows)"
      + "</data></array></value></param></params></methodResponse>"
  }

  private static func row(_ fields: String...) -> String {
    "<value><array><data>\(fields.map { "<value>\($0)</value>" }.joined())</data></array></value>"
  }

  @Test("Rows are read verbatim: versions, none, references, text without a type")
  func rows() throws {
    let page = try page(
      Self.answer(
        Self.row(
          "<string>Old.Name</string>", "<nil/>", "<int>1700000000</int>",
          "<string>add Owner ren&#233;</string>", "<int>24891358</int>")
          + Self.row("b", "<string>1.0&amp;2</string>", "<int>0</int>", "new release", "<i8>9</i8>")
      ))
    #expect(page.rowCount == 2)
    #expect(page.fault == nil)
    #expect(page.lastSerial == 24_891_358)
    #expect(
      page.rows.map(\.action) == ["add Owner rené", "new release"]
        && page.rows.map(\.version) == [nil, "1.0&2"] && page.rows.map(\.name) == ["Old.Name", "b"])
    #expect(page.rows[0].at == UTCInstant(milliseconds: 1_700_000_000_000))
  }

  @Test("An empty journal is an empty page")
  func empty() throws {
    let page = try page(Self.answer(""))
    #expect(page.rows.isEmpty && page.rowCount == 0 && page.lastSerial == nil)
  }

  @Test(
    "A fault is told apart from rows, and a throttled call knows how long to wait",
    arguments: [
      (
        -32500 as Int64,
        "HTTPTooManyRequests: The action could not be performed because there were too many requests "
          + "by the client. Limit may reset in 42 seconds.", 42 as Int64?
      ),
      (-32500, "HTTPTooManyRequests", 60), (-32500, "ValueError: serial", nil),
      (-32601, "HTTPTooManyRequests in 5 seconds", nil),
    ])
  func faults(code: Int64, text: String, seconds: Int64?) throws {
    let page = try page(
      "<methodResponse><fault><value><struct>"
        + "<member><name>faultCode</name><value><int>\(code)</int></value></member>"
        + "<member><name>faultString</name><value><string>\(text)</string></value></member>"
        + "</struct></value></fault></methodResponse>")
    #expect(page.fault?.code == code && page.fault?.text == text)
    #expect(page.fault?.retrySeconds == seconds)
    #expect(page.rows.isEmpty)
  }

  @Test("Rows of another shape are counted and left out")
  func oddRows() throws {
    let page = try page(
      Self.answer(
        Self.row("<string>a</string>", "<nil/>", "<int>1</int>", "<string>create</string>")
          + Self.row(
            "<string></string>", "<nil/>", "<int>1</int>", "<string>create</string>",
            "<int>1</int>")
          + Self.row(
            "<string>a</string>", "<nil/>", "<int>999999999999999</int>",
            "<string>create</string>", "<int>2</int>")
          + "<value><string>no row</string></value>"
          + Self.row(
            "<string>c</string>", "<nil/>", "<int>1</int>", "<string>create</string>",
            "<int>3</int>")))
    #expect(page.rowCount == 5)
    #expect(page.rows.map(\.name) == ["c"])
  }

  @Test(
    "Anything else is refused with a reason, and nothing expands",
    arguments: [
      "", "<html><body>Sign in</body></html>", "<methodResponse><params>", "no markup at all",
      "<methodResponse><params><param><value><array><data><value>",
      "<methodResponse><params><param><value><string>text</string></value></param></params>",
      "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><methodResponse/>",
      "<methodResponse><value>&a;</value></methodResponse>",
      "<methodResponse><value>&#xD800;</value></methodResponse>",
      "<methodResponse>" + String(repeating: "<value><array><data>", count: 10_000),
      "<", "<>", "</", "<!--", "<![CDATA[",
    ])
  func refused(text: String) {
    #expect(throws: RegistryError.self) { try page(text) }
  }

  @Test(
    "The registry's words are sorted by what they mean for a crawler",
    arguments: [
      ("create", PyPIJournalAction.creation), ("new release", .release),
      ("add py3 file a-1.0-py3-none-any.whl", .release), ("add source file a-1.0.tar.gz", .release),
      ("remove project", .removal), ("remove release", .withdrawal),
      ("remove file a-1.0.tar.gz", .withdrawal), ("yank release", .withdrawal),
      ("unyank release", .withdrawal), ("project quarantined", .quarantine),
      ("project quarantine cleared", .quarantine), ("release quarantined", .quarantine),
      ("add Owner alice", .people), ("remove Maintainer bob", .people),
      ("invite Owner carol", .people), ("accepted Maintainer dave", .people),
      ("revoke_invite Owner eve", .people), ("add Owner file", .people), ("docdestroy", .other),
      ("", .other),
    ])
  func actions(words: String, action: PyPIJournalAction) {
    #expect(PyPIJournalAction(words) == action)
  }

  @Test("The call is one method with one number")
  func request() throws {
    let client = PyPIClient(base: "https://pypi.example/simple/", http: Clients.polite())
    let request = client.changelogRequest(since: 41)
    #expect(request.method == "POST" && request.url == "https://pypi.example/pypi")
    #expect(request.headers.value("Content-Type") == "text/xml")
    let body = String(decoding: request.body ?? [], as: UTF8.self)
    #expect(body.contains("<methodName>changelog_since_serial</methodName>"))
    #expect(body.contains("<int>41</int>"))
  }
}
