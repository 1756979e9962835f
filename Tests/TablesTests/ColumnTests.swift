import Tables
import Testing

@Suite struct ColumnTests {
  @Test func `A validity without nulls is kept as none`() {
    #expect(Column("a", .int64([1, 2]), validity: [true, true]).validity == nil)
    #expect(Column("a", .int64([1, 2]), validity: [true, false]).nullCount == 1)
  }

  @Test func `What lies under a null does not matter`() {
    let left = Column("a", .double([1, 2]), validity: [true, false])
    let right = Column("a", .double([1, 7]), validity: [true, false])
    #expect(left == right)
  }

  @Test func `NaN equals itself and the zeros differ`() {
    #expect(Column("a", .double([.nan])) == Column("a", .double([.nan])))
    #expect(Column("a", .double([0])) != Column("a", .double([-0.0])))
  }

  @Test func `Strings are compared by bytes`() {
    #expect(Column("a", .string(["\u{E9}"])) != Column("a", .string(["e\u{301}"])))
  }

  @Test func `Optionals come back as they went in`() {
    let values: [Int64?] = [nil, 3, nil]
    #expect(Column.optionalInt64s("a", values).optionalInt64s == values)
    #expect(Column.optionalBools("a", [true, nil]).numbers == [1, nil])
    #expect(Column.optionalStrings("a", ["", nil]).optionalStrings == ["", nil])
    #expect(Column.optionalStrings("a", [nil]).numbers == nil)
    #expect(Column.optionalInt64s("a", values).optionalDoubles == nil)
  }

  @Test func `Uneven validity is a mistake in the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = Column("a", .bool([true]), validity: [true, false])
    }
  }
}
