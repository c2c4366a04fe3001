import EncryptionConfig
import Foundation
import TestSupport
import Testing

@testable import Providers

extension RecordedValue {
    /// The failure for the server's words.
    var failure: OpenFailure? {
        OpenFailure.allCases.first { $0.code == code }
    }
}

/// The chains of a recorded configuration.
func recordedChains(_ name: String) throws -> ResourceChains {
    let report = try ConfigurationValidator().validate(
        try TestData.bytes("providers/configs/\(name).yaml")
    )
    return ResourceChains(try #require(report.configuration))
}
