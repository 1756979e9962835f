/// When an owed item is fetched while requests run short: lanes in order, then by number within a lane.
package struct FetchTurn: Sendable, Hashable {
  package var lane: Int
  package var order: Int64

  package init(lane: Int, order: Int64) {
    self.lane = lane
    self.order = order
  }
}

/// Where a pass over the turns has come to.
package struct FetchPlace: Sendable {
  let turn: FetchTurn
  let name: String
  let kind: String
}
