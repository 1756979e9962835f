import Tables

extension Table {
  /// One table with the rows of several, in their order; nil of none.
  ///
  /// - Throws: `PipelineError(.missingArtefact)` unless all have the same columns with the same types.
  static func concatenated(_ tables: [Table], name: String, doc: String) throws -> Table? {
    guard let first = tables.first else { return nil }
    guard tables.allSatisfy({ $0.shape == first.shape }) else {
      throw PipelineError(
        .missingArtefact,
        "the tables \(name) of the ecosystems have different columns: they were written by different versions; run the stages again for all ecosystems"
      )
    }
    let all = tables.dropFirst().reduce(first) { $0.concatenated($1) }
    return Table(name: name, columns: all.columns, doc: doc)
  }

  /// Names and types of the columns.
  private var shape: [String] { columns.map { "\($0.name) \($0.type.rawValue)" } }
}
