import Briefing
import ReachModel
import Testing

@Suite("Likelihood words")
struct LikelihoodWordTests {
  @Test("part the probabilities without gap or overlap")
  func partition() {
    let words = LikelihoodWord.allCases
    #expect(words.first?.lowest == 0)
    #expect(words.last?.end == 1)
    for (word, next) in zip(words, words.dropFirst()) {
      #expect(word.end == next.lowest)
      #expect(LikelihoodWord(word.lowest) == word)
      #expect(LikelihoodWord(word.end.nextDown) == word)
    }
    #expect(LikelihoodWord(1) == .virtuallyCertain)
  }

  @Test(
    "have the bounds of the IPCC's table",
    arguments: [
      (0.0099, "exceptionally unlikely"), (0.01, "very unlikely"), (0.0999, "very unlikely"),
      (0.1, "unlikely"), (0.3299, "unlikely"), (0.33, "about as likely as not"),
      (0.6599, "about as likely as not"), (0.66, "likely"), (0.8999, "likely"),
      (0.9, "very likely"), (0.99, "virtually certain"),
    ])
  func bounds(probability: Double, word: String) {
    #expect(LikelihoodWord(probability).label.en == word)
  }
}
