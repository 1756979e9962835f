import Tables
import Testing

@Suite struct TableTests {
  let table = Table(
    name: "t",
    columns: [
      .optionalStrings("name", ["a", nil, "c"]), Column("size", .int32([1, 2, 3]), unit: "bytes"),
    ])

  @Test func `Columns are found by name`() {
    #expect(table["size"]?.values == .int32([1, 2, 3]))
    #expect(table["missing"] == nil)
    #expect(table.rowCount == 3)
    #expect(Table(name: "none", columns: []).rowCount == 0)
  }

  @Test func `Filtering picks rows in the given order`() {
    let picked = table.filtered(rows: [2, 1, 2])
    #expect(picked["name"]?.optionalStrings == ["c", nil, "c"])
    #expect(picked["size"]?.values == .int32([3, 2, 3]))
    #expect(picked["size"]?.unit == "bytes")
    #expect(table.filtered(rows: [0])["name"]?.validity == nil)
  }

  @Test func `Concatenation keeps nulls of either side`() {
    let valid = table.filtered(rows: [0])
    let both = valid.concatenated(table)
    #expect(both["name"]?.optionalStrings == ["a", "a", nil, "c"])
    #expect(valid.concatenated(valid)["name"]?.validity == nil)
  }

  @Test func `Uneven columns are a mistake in the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = Table(name: "t", columns: [Column("a", .bool([])), Column("b", .bool([true]))])
    }
  }

  @Test func `Two columns of one name are a mistake in the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = Table(name: "t", columns: [Column("a", .bool([])), Column("a", .int32([]))])
    }
  }
}
