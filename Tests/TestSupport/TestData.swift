public import Foundation

/// Finds the files in `testdata/`, wherever the tests are run from.
public enum TestData {
    /// The root of the package.
    public static let packageRoot = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The path of `testdata/<name>`.
    public static func path(_ name: String) -> String {
        packageRoot.appending(path: "testdata/\(name)").path(percentEncoded: false)
    }

    /// The bytes of `testdata/<name>`.
    public static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path(name))))
    }
}
