import Foundation
import Providers
import TestSupport
import Testing

/// The line feed that etcdctl --print-value-only adds.
@Suite struct AddedLineFeedTests {
    @Test("a recorded value never seems to have one, and aescbc and kms v2 show one that was added")
    func recorded() {
        var (shown, blocks) = (0, 0)
        for value in RecordedValue.all {
            let stored = Array(value.stored)
            let ofItself = AddedLineFeed(of: stored.span)
            // Recorded with a byte too many.
            #expect(ofItself != .certain || value.name == "trailing aescbc", "\(value)")
            let longer = stored + [0x0a]
            guard value.error == nil, value.stored.starts(with: "k8s:enc:aescbc:".utf8) else {
                continue
            }
            blocks += 1
            if AddedLineFeed(of: longer.span) == .certain { shown += 1 }
        }
        // A colon inside a payload can look like the end of a name: then nothing is certain.
        #expect(blocks > 50)
        #expect(shown > blocks * 8 / 10)
    }

    @Test(
        "objects",
        arguments: [
            ("k8s\0\u{a}\u{2}\u{a}\u{0}", .none), ("k8s\0\u{a}\u{2}\u{a}\u{0}\n", .certain),
            ("{}\n", .none), ("{}\n\n", .certain), ("hello\n", .possible), ("", .none),
            ("\n", .none),
            ("k8s:enc:aesgcm:v1:k:0123456789ab0123456789abcdef\n", .possible),
            ("k8s:enc:kms:v2:p:\u{a}\u{1}x\n", .certain),
            ("k8s:enc:kms:v1:p:\u{a}\u{1}x\n", .possible),
            ("k8s:enc:aescbc:v1\n", .possible),
        ] as [(String, AddedLineFeed)]
    )
    func objects(_ text: String, _ expected: AddedLineFeed) {
        let found = AddedLineFeed(of: Array(text.utf8).span)
        #expect(found == expected)
    }
}
