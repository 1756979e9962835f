import JSON
import Registries
import Testing

@Suite struct FeedPageTests {
  private let parser = JSONParser()

  @Test func `the project list gives display names and serials`() throws {
    let text = """
      {"meta":{"api-version":"1.4","_last-serial":77},"projects":[{"name":"Zope.Interface","_last-serial":5},
      {"name":"old"},{"_last-serial":9},{"name":""},{"name":null},{"name":"b","_last-serial":7}]}
      """
    let page = try PyPIIndexPage(parsing: Array(text.utf8), parser: parser)
    #expect(page.serial == 77)
    #expect(page.projects.map(\.name) == ["Zope.Interface", "old", "b"])
    #expect(page.projects.map(\.serial) == [5, 0, 7])
    #expect(page.skipped == 3)
  }

  @Test func `the feed status reads numbers in any form`() throws {
    let status = try NpmFeedStatus(
      parsing: Array(#"{"db_name":"registry","doc_count":12,"update_seq":"34-abc"}"#.utf8),
      parser: parser)
    #expect(status.updateSequence == 34)
    #expect(status.documentCount == 12)
  }

  @Test func `a change page skips design documents and counts all rows`() throws {
    let text = """
      {"results":[{"seq":5,"id":"a","changes":[{"rev":"1-x"}]},{"seq":6,"id":"_design/app","changes":[]},
      {"seq":9,"id":"@s/b","changes":[{"rev":"2-y"}],"deleted":true},{"seq":10}],"last_seq":10}
      """
    let page = try NpmChangesPage(parsing: Array(text.utf8), parser: parser)
    #expect(page.lastSequence == 10)
    #expect(page.rowCount == 4)
    #expect(page.rows.map(\.name) == ["a", "@s/b"])
    #expect(page.rows.map(\.revision) == ["1-x", "2-y"])
    #expect(page.rows.map(\.isDeleted) == [false, true])
  }

  @Test func `a page of ids remembers where the next one starts`() throws {
    let text = """
      {"total_rows":3,"offset":0,"rows":[{"id":"a","key":"a","value":{"rev":"1-x"}},{"id":"_design/z","value":{"rev":"9-q"}}]}
      """
    let page = try NpmAllDocsPage(parsing: Array(text.utf8), parser: parser)
    #expect(page.total == 3)
    #expect(page.rows.map(\.name) == ["a"])
    #expect(page.rows.map(\.revision) == ["1-x"])
    #expect(page.rowCount == 2)
    #expect(page.lastName == "_design/z")
  }

  @Test(arguments: [
    "", "<html>", "[]", "{}", "{\"projects\":3}", "{\"results\":[]}", "{\"rows\":1}", "{",
  ])
  func `pages that break the protocol are errors`(text: String) {
    let bytes = Array(text.utf8)
    #expect(throws: RegistryError.self) { try PyPIIndexPage(parsing: bytes, parser: parser) }
    #expect(throws: RegistryError.self) { try NpmFeedStatus(parsing: bytes, parser: parser) }
    #expect(throws: RegistryError.self) { try NpmChangesPage(parsing: bytes, parser: parser) }
    #expect(throws: RegistryError.self) { try NpmAllDocsPage(parsing: bytes, parser: parser) }
  }
}
