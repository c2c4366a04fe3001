import ArgumentParser
import EtcdModel
import Rotation
import Survey

/// How a rotation writes.
struct RotationOptions: ParsableArguments {
    @Flag(help: "Write without asking.")
    var yes = false

    @Flag(help: "Write although a check before the first write failed.")
    var force = false

    @Option(
        help: ArgumentHelp(
            "Writes a second, 0 for no limit: each is an event to every watcher, and above about "
                + "300 slow watchers are cut off and list again.",
            valueName: "number"
        )
    )
    var rate = 100.0

    @Option(file: "Where what is replaced is kept; by default a new file in the working directory.")
    var undoLog: String?

    @Option(file: "Put back what the rotation with this undo log replaced.", valueName: "log")
    var undo: String?

    @Option(
        help: ArgumentHelp(
            "How long to wait before the last survey: a write that was under way proves nothing.",
            valueName: "duration"
        )
    )
    var settle = "60s"

    @Flag(help: "Every API server has read --config: asked for with --yes where none is asked.")
    var serversHaveReadIt = false

    @Flag(help: "Store values without encryption where --config says so.")
    var toPlaintext = false

    @Option(help: .hidden)
    var askEvery = "15s"

    @Option(help: .hidden)
    var silence = "60s"

    @Option(help: .hidden)
    var inFlight = 32

    @Option(help: .hidden)
    var maxRequestBytes = RequestLimit.etcdDefault.bytes

    func validate() throws {
        guard (0...1_000_000).contains(rate) else {
            throw ValidationError("--rate takes a number from 0, which is no limit, to 1000000")
        }
        try DurationText.check("--settle", settle)
        try DurationText.check("--ask-every", askEvery)
        try DurationText.check("--silence", silence)
        guard (1...4096).contains(inFlight) else {
            throw ValidationError("--in-flight takes a number from 1 to 4096")
        }
        guard maxRequestBytes > 0 else {
            throw ValidationError("--max-request-bytes takes etcd's option of that name")
        }
    }

    func job(workers: Int) -> RotationJob.Options {
        var options = RotationJob.Options()
        options.workerCount = workers
        options.inFlight = inFlight
        options.rate = rate > 0 ? rate : nil
        options.limit = RequestLimit(bytes: maxRequestBytes)
        options.settling = DurationText.read(settle) ?? options.settling
        options.gateInterval = DurationText.read(askEvery) ?? options.gateInterval
        options.gatePatience = DurationText.read(silence) ?? options.gatePatience
        return options
    }

    /// As many writes a second cost watchers nothing, as measured; at a thousand some were cut off.
    static let harmlessRate = 300.0

    static let rateWarning =
        "above about 300 writes a second API servers' watchers that are slow are cut off, and list "
        + "everything again"

    /// Asks before the first write.
    func confirm(_ question: String) throws {
        guard !yes else { return }
        guard Terminal.confirms(question) else {
            throw Failure("not confirmed: nothing was written")
        }
    }

    /// A program that cannot answer has to say so beforehand.
    func checkThatSomeoneCanAnswer() throws {
        guard !yes, !StandardInput.isTerminal else { return }
        throw Failure.usage(
            "standard input is no terminal to ask on before writing",
            hint: undo == nil
                ? "add --yes to write without a question, or --dry-run to write nothing"
                : "add --yes to put back without a question"
        )
    }
}
