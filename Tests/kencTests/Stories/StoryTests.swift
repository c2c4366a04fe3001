import Foundation
import TestSupport
import Testing

/// A command line from beginning to end: arguments, input, output, messages, status.
///
/// `testdata/cli/<story>/` holds `arguments` (one per line) and what has to come out: `stdout`,
/// `stderr` (each absent when empty) and `status` (absent when 0); `stdin` names a file of
/// `testdata` to read, often the story's own `input`. Every story runs in `testdata`. With KENC_WRITE_STORIES=1 in the environment
/// the expectations are written instead of compared: read the difference before you keep it.
struct Story: Sendable, CustomTestStringConvertible {
    let name: String
    var testDescription: String { name }

    static let all: [Story] = {
        let folder = TestData.path("cli")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map(Story.init)
    }()

    func bytes(_ part: String) -> [UInt8] {
        (try? TestData.bytes("cli/\(name)/\(part)")) ?? []
    }

    func text(_ part: String) -> String {
        String(decoding: bytes(part), as: UTF8.self)
    }

    func write(_ bytes: [UInt8], _ part: String) throws {
        let path = TestData.path("cli/\(name)/\(part)")
        try? FileManager.default.removeItem(atPath: path)
        if !bytes.isEmpty { try Data(bytes).write(to: URL(filePath: path)) }
    }
}

@Suite struct StoryTests {
    @Test func storiesAreThere() {
        #expect(Story.all.count >= 100)
    }

    @Test(arguments: Story.all)
    func plays(_ story: Story) throws {
        // An empty line is an empty argument.
        let arguments = story.text("arguments").components(separatedBy: "\n").dropLast()
        let inputName = story.text("stdin").trimmingCharacters(in: .newlines)
        let input = inputName.isEmpty ? [] : try TestData.bytes(inputName)
        let result = try KencProcess.run(Array(arguments), input: input)

        if ProcessInfo.processInfo.environment["KENC_WRITE_STORIES"] == "1" {
            try story.write(result.output, "stdout")
            try story.write(result.errors, "stderr")
            try story.write(
                result.status == 0 ? [] : Array("\(result.status)\n".utf8),
                "status"
            )
        }
        let status = story.text("status").trimmingCharacters(in: .newlines)
        #expect(result.status == Int32(status) ?? 0)
        #expect(result.outputText == story.text("stdout"))
        #expect(result.errorText == story.text("stderr"))
    }
}
