/// How a name was made to look like a popular one.
///
/// Source: scoring method, appendix A.4.
package enum NameRule: String, Sendable, CaseIterable {
  /// The same letters with other separators.
  case separator
  /// The same look: `0` for `o`, `rn` for `m`.
  case homoglyph
  /// The same words in another order.
  case tokenOrder = "token_order"
  case swap = "e1_swap"
  case double = "e1_double"
  case drop = "e1_drop"
  case dropEnd = "e1_drop_end"
  case adjacentKey = "e1_subkey"
  case vowel = "e1_subvowel"
  case substitution = "e1_sub"
  case add = "e1_add"
  case addKey = "e1_addkey"
  case addEnd = "e1_add_end"
  case addStart = "e1_add_start"
  case digitEnd = "e1_digit_end"
  case plural = "e1_plural"
  /// Two edits apart.
  case editTwo = "e2"
  /// The popular name and words everybody adds, as `-js` or `python-`.
  case affixCombination = "combo_affix"
  /// The popular name and other words: how plug-ins are named.
  case wordCombination = "combo_word"
  case versionSuffix = "version_suffix"
  /// An affix without a separator, as `pynumpy`.
  case gluedAffix = "glued_affix"
  /// The popular name inside a scope.
  case scopedCopy = "scoped_copy"
  /// Popular in another registry.
  case otherEcosystem = "other_ecosystem"

  /// Which of several hits is reported: the lowest, ties by the target's rank.
  var precedence: Int {
    switch self {
    case .separator: 0
    case .homoglyph: 1
    case .swap: 3
    case .double, .drop, .dropEnd, .adjacentKey, .vowel, .substitution, .add, .addKey, .addEnd,
      .addStart, .digitEnd, .plural:
      5
    case .tokenOrder, .versionSuffix, .gluedAffix, .affixCombination: 6
    case .editTwo: 7
    case .wordCombination, .scopedCopy, .otherEcosystem: 8
    }
  }

  /// Evidence of the rule alone in decibans, floored at 0; rules that say nothing have 0.
  ///
  /// Source: scoring method, section 6 (fitted on public reports, gamma = 1/2);
  /// `NameEvidenceFit` makes them.
  package var decibans: Double {
    switch self {
    case .double: 21.824
    case .swap: 18.375
    case .drop: 10.796
    case .plural: 10.678
    case .dropEnd: 4.787
    case .addEnd: 4.694
    case .adjacentKey: 4.562
    case .add, .addKey: 3.126
    case .affixCombination, .gluedAffix: 0.467
    case .editTwo: 0.384
    case .versionSuffix: 0.188
    case .separator, .homoglyph, .tokenOrder, .vowel, .substitution, .addStart, .digitEnd,
      .wordCombination, .scopedCopy, .otherEcosystem:
      0
    }
  }
}
