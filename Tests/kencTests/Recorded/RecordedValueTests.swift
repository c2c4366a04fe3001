import Foundation
import TestSupport
import Testing

/// Every recorded value, each through a call of its own.
@Suite struct RecordedValueTests {
    @Test func allAreThere() {
        #expect(RecordedValue.all.count == 860)
    }

    @Test(arguments: RecordedValue.configurations)
    func opensAsTheServerDid(_ configuration: String) throws {
        for value in RecordedValue.byConfiguration[configuration] ?? [] {
            let result = try KencProcess.run(
                [
                    "decrypt", "--config", "providers/configs/\(configuration).yaml",
                    "--resource", value.resource, "--etcd-key", value.key, "-o", "json",
                ],
                input: [UInt8](value.stored),
            )
            let line = try result.decoded(OpenedLine.self)
            #expect(line.error?.code == value.code, "\(value)")
            #expect(line.value == value.plaintext, "\(value)")
            #expect(line.stale == value.stale, "\(value)")
            #expect(line.resource == value.resource, "\(value)")
            #expect(line.key == value.key, "\(value)")
            #expect(result.status == (value.code == nil ? 0 : 2), "\(value)")
            #expect((line.provider == nil) == (value.code != nil), "\(value)")
        }
    }
}
