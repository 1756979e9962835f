import Corpus
import JSON

/// The addresses of a PyPI project, with the labels its owner gave them.
struct PyPILinks {
  /// One address and the field it stands in.
  private struct Link {
    /// Lower-case letters and digits of the label; nil outside `project_urls`.
    var label: String?
    var url: String
    var rule: String
    /// The smaller, the stronger the claim.
    var rank: Int
  }

  /// Labels of `repositoryLabels`, homepages, `home_page`, `download_url`, other labels.
  private static let ranks = Array(0..<repositoryLabels.count) + Array(100...103)
  private static let repositoryLabels = ["source", "repository", "sourcecode", "github", "code"]
  private static let homepageLabels: Set<String> = ["homepage", "home", "website"]
  private static let documentationLabels: Set<String> = [
    "documentation", "docs", "doc", "readthedocs",
  ]
  /// The most entries of `project_urls` that are looked at.
  private static let maximumCount = 256

  private let info: JSONValue
  private var links: [Link] = []

  init(info: JSONValue) {
    self.info = info
    info["project_urls"]?.forEachMember { label, value in
      guard links.count < Self.maximumCount, let url = value.text else { return }
      add(url, label: Self.normalised(label))
    }
    for (field, rank) in [("home_page", 101), ("download_url", 102)] {
      if let url = info[field]?.text, url != "UNKNOWN" {
        links.append(Link(label: nil, url: url, rule: field, rank: rank))
      }
    }
  }

  private mutating func add(_ url: String, label: String) {
    let rank =
      Self.repositoryLabels.firstIndex(of: label)
      ?? (Self.homepageLabels.contains(label) ? 100 : 103)
    links.append(
      Link(
        label: label, url: url, rule: "project_urls.\(FieldText.cut(label, to: 40))", rank: rank))
  }

  /// Lower-case, without punctuation and spaces.
  ///
  /// Source: https://packaging.python.org/en/latest/specifications/well-known-project-urls/
  static func normalised(_ label: String) -> String {
    let dropped = label.utf8.filter {
      FieldText.isDigit($0) || FieldText.isLetter($0) || $0 >= 0x80
    }
    return String(decoding: dropped.map(FieldText.lowercased), as: UTF8.self)
  }

  var homepage: String? {
    first { $0.label.map(Self.homepageLabels.contains) ?? ($0.rule == "home_page") }
  }

  var documentation: String? {
    first { $0.label.map(Self.documentationLabels.contains) ?? false }
      ?? info["docs_url"]?.webAddress
  }

  private func first(_ isWanted: (Link) -> Bool) -> String? {
    links.first { isWanted($0) && $0.url.utf8.count <= 4096 && FieldText.isWebAddress($0.url) }?.url
  }

  /// The strongest claim; of several, one whose repository has the project's name comes first.
  func repository(projectKey: String) -> RepositoryClaim? {
    var strongest: RepositoryClaim?
    for rank in Self.ranks {
      for link in links where link.rank == rank {
        guard let claim = RepositoryURL.claim(from: link.url, rule: link.rule) else { continue }
        let name = claim.path.utf8.split(separator: 0x2F).last.flatMap { String($0) } ?? ""
        if PackageID(.pypi, name).key == projectKey { return claim }
        strongest = strongest ?? claim
      }
    }
    return strongest ?? RepositoryText.claim(in: info["description"], rule: "description")
  }
}
