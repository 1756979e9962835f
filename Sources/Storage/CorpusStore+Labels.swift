package import Corpus

extension CorpusStore {
  /// Replaces what an earlier import under the same batch name said; commits.
  ///
  /// A claim of another batch with the same package, report and source gives way unless it was modified later.
  /// With `keepingOthers` what the batch said before and does not say now stays.
  package func replaceClaims(
    _ claims: [LabelClaim], source batch: String, keepingOthers: Bool = false
  ) throws {
    try change { db in
      if !keepingOthers { try ClaimTable.remove(batch: batch, in: db) }
      for claim in claims { try ClaimTable.put(claim, batch: batch, in: db) }
    }
    try flush()
  }

  /// All label claims, withdrawn ones included, by package, report and source.
  package func claims() throws -> [LabelClaim] {
    try query { try ClaimTable.all(in: $0) }
  }

  /// The label claims that came under one batch name, by package, report and source.
  package func claims(batch: String) throws -> [LabelClaim] {
    try query { try ClaimTable.all(batch: batch, in: $0) }
  }

  /// Adds or replaces a base rate.
  package func put(_ rate: BaseRate) throws {
    try change { try ClaimTable.put(rate, in: $0) }
  }

  /// All base rates.
  package func baseRates() throws -> [BaseRate] {
    try query { try ClaimTable.rates(in: $0) }
  }

  /// Adds a run, or replaces what was recorded under its id; commits.
  package func recordRun(_ run: RunRecord) throws {
    try change { try RunTable.put(run, in: $0) }
    try flush()
  }

  /// All runs, oldest first.
  package func runs() throws -> [RunRecord] {
    try query { try RunTable.all(in: $0) }
  }

  /// Records packages that a run set aside; the same row twice counts once.
  package func record(_ rejections: [Rejection], run: String) throws {
    try change { db in
      for rejection in rejections { try RunTable.put(rejection, run: run, in: db) }
    }
  }

  /// What a run set aside.
  package func rejections(run: String) throws -> [Rejection] {
    try query { try RunTable.rejections(run: run, in: $0) }
  }
}
