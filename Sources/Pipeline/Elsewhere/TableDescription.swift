/// What the columns of tables from elsewhere mean; everything left out follows the conventions.
struct TableDescription: Decodable {
  var key: String?
  var ecosystem: String?
}
