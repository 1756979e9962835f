import Corpus
import Foundation

/// The reports of malicious packages that exist tonight.
extension World {
  /// One OSV document a line, in order of reporting; a report keeps its number on later days.
  ///
  /// Source: https://ossf.github.io/osv-schema/
  package func labelsJSONL() -> String {
    var output: [UInt8] = []
    for (index, report) in reports().enumerated() {
      document(report, id: "MAL-2026-\(index + 1)").write(to: &output)
      output.append(0x0A)
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// One report: a package and when it was reported.
  private struct Report {
    var package: SimulatedPackage
    var time: Int64
    /// When a wrong report is taken back; nil for right ones.
    var withdrawn: Int64?
  }

  private func reports() -> [Report] {
    var reports: [Report] = []
    for ecosystem in configuration.ecosystems.sorted() {
      for package in packages(ecosystem) {
        guard let time = package.reportedAt?.milliseconds else { continue }
        reports.append(Report(package: package, time: time))
      }
      if let mistake = mistake(ecosystem) { reports.append(mistake) }
    }
    let known = reports.filter { $0.time <= now.milliseconds }
    return known.sorted {
      ($0.time, $0.package.ecosystem, $0.package.number)
        < ($1.time, $1.package.ecosystem, $1.package.number)
    }
  }

  /// A good package that is reported before the first night and cleared after it.
  private func mistake(_ ecosystem: Ecosystem) -> Report? {
    guard let population = population(ecosystem), let position = population.falselyReported else {
      return nil
    }
    return Report(
      package: population.packages[position],
      time: SimulatedTime.night(0) - 5 * SimulatedTime.hour,
      withdrawn: SimulatedTime.night(0) + 9 * SimulatedTime.hour)
  }

  private func document(_ report: Report, id: String) -> JSONNode {
    let package = report.package
    let isWithdrawn = report.withdrawn.map { $0 <= now.milliseconds } ?? false
    let modified = isWithdrawn ? report.withdrawn ?? report.time : report.time
    let text = ReportText(campaign: package.campaign, seed: configuration.seed, package: package)
    var members: [(String, JSONNode)] = [
      ("modified", .text(SimulatedTime.seconds(modified))),
      ("published", .text(SimulatedTime.seconds(report.time))),
    ]
    if isWithdrawn { members.append(("withdrawn", .text(SimulatedTime.seconds(modified)))) }
    members += [
      ("schema_version", "1.5.0"), ("id", .text(id)),
      ("summary", "Malicious code in \(package.name) (\(package.ecosystem.osvName))"),
      ("details", .text(text.details)), ("affected", [affected(report, text)]),
      ("credits", [["name": .text(text.finder), "type": "FINDER"]]),
      (
        "database_specific",
        [
          "iocs": ["domains": [.text(text.domain)]],
          "malicious-packages-origins": [origin(text, time: report.time, package)],
        ]
      ),
    ]
    return .object(members)
  }

  /// What a report is about: always the whole package, which four campaigns in ten say by
  /// listing every version there was.
  ///
  /// Naming the newest version alone would call packages with several releases hijacked: labels
  /// would then miss malice of other archetypes than the neglected, and no share would be known.
  private func affected(_ report: Report, _ text: ReportText) -> JSONNode {
    let package = report.package
    let identity: JSONNode = [
      "ecosystem": .text(package.ecosystem.osvName), "name": .text(package.name),
      "purl": .text(PackageID(package.ecosystem, package.name).purl),
    ]
    if text.namesVersions {
      let known = biography(of: package).releases.filter { $0.time <= report.time }
      let versions = known.map(\.version)
      return ["package": identity, "versions": .texts(versions)]
    }
    return [
      "package": identity,
      "ranges": [["type": "SEMVER", "events": [["introduced": "0"]]]],
    ]
  }

  private func origin(_ text: ReportText, time: Int64, _ package: SimulatedPackage) -> JSONNode {
    [
      "import_time": .text(SimulatedTime.npm(time + 600_000)),
      "modified_time": .text(SimulatedTime.seconds(time)),
      "sha256": .text(Digests.hex(Array(text.details.utf8), .sha256)),
      "source": .text(text.source),
    ]
  }
}

/// The words of one report: alike within a campaign but for the name.
struct ReportText {
  let details: String
  let source: String
  let finder: String
  /// The attacker's server: what joins the reports of a campaign whose names differ in kind.
  let domain: String
  /// Whether the report lists all versions instead of a range.
  let namesVersions: Bool

  init(campaign: Int?, seed: UInt64, package: SimulatedPackage) {
    var random = SplitMix64(
      seed: seed, 7, UInt64(package.ecosystem.number), UInt64(campaign ?? 1_000_000))
    (source, finder) = random.pick([
      ("ossf-package-analysis", "OpenSSF: Package Analysis"), ("reversing-labs", "ReversingLabs"),
      ("checkmarx", "Checkmarx"), ("ghsa-malware", "GitHub"),
    ])
    let act = random.pick([
      "sends environment variables", "downloads a second stage", "reads browser cookies",
      "replaces wallet addresses", "opens a reverse shell", "runs a miner",
    ])
    let place = random.pick(["when installed", "when imported", "after one hour", "on build hosts"])
    let host = PackageNames(ecosystem: package.ecosystem, seed: seed ^ 0xBAD)
      .letters((campaign ?? 4_000_000) * 4 + package.ecosystem.number)
    domain = "\(host).invalid"
    namesVersions = random.chance(0.4)
    details =
      "\n---\n_-= Per source details. Do not edit below this line.=-_\n\n## Source: \(source)\n"
      + "The package \(package.name) \(act) \(place). It talks to \(domain).\n"
  }
}
