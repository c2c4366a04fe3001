import EncryptionConfig
import Foundation
import TestSupport
import Testing

/// A key in every spelling, at every place of a file, whole or broken: nothing that is said shows
/// eight characters of it in a row.
struct LeakMatrixTests {
    @Test func spellingsAreThere() {
        #expect(KeySpellings.all.count == 24)
        #expect(Set(KeySpellings.all.values).count == 24)
    }

    @Test(arguments: KeySpellings.all.keys.sorted())
    func nothingShowsIt(_ name: String) throws {
        let spelling = KeySpellings.all[name] ?? ""
        let pieces = KeySpellings.pieces(spelling)
        for place in KeySpellings.places {
            let text = place.replacing("KEY", with: spelling)
            let report = try ConfigurationValidator().validate(Array(text.utf8))
            let said = report.findings.flatMap {
                [$0.message, $0.hint, $0.path, $0.excerpt?.text].compactMap(\.self)
            }
            for piece in pieces {
                let hits = said.filter { $0.contains(piece) }
                #expect(hits.isEmpty, "'\(piece)' at \(place)")
                if !hits.isEmpty { break }
            }
        }
    }
}
