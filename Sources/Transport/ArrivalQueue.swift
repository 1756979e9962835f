/// Items in order of arrival; taking one out by its ticket costs the same however many wait.
struct ArrivalQueue<Item> {
  private var items: [UInt64: Item] = [:]
  private var order: [UInt64] = []
  private var head = 0

  mutating func append(_ item: Item, ticket: UInt64) {
    items[ticket] = item
    order.append(ticket)
  }

  mutating func popFirst() -> Item? {
    while head < order.count {
      let ticket = order[head]
      head += 1
      if head == order.count {
        order.removeAll(keepingCapacity: true)
        head = 0
      }
      if let item = items.removeValue(forKey: ticket) { return item }
    }
    return nil
  }

  mutating func remove(_ ticket: UInt64) -> Item? { items.removeValue(forKey: ticket) }
}
