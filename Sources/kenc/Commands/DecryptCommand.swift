import ArgumentParser
import Providers
import Rotation

/// Opens one value, or every value of a store.
struct DecryptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decrypt",
        abstract: "Open one value, or every value of a store",
        discussion: """
            One value comes from standard input or a file, raw, as base64, as hex, or pasted from \
            hexdump -C; --resource or --etcd-key chooses its chain, and --etcd-key is what aesgcm \
            authenticates. Its plaintext goes to standard output. With a store, each key gives a \
            line of JSON with its plaintext in base64; -o json writes a dump of the same shape.

            Exit status: 0 everything was opened, 1 the input could not be read, 2 a value cannot \
            be opened.

            EXAMPLES
              etcdctl get /registry/secrets/default/db | hexdump -C | \\
                kenc decrypt --config encryption.yaml
              kenc decrypt --config encryption.yaml \\
                --etcd-key /registry/secrets/default/db value
              kenc decrypt --config encryption.yaml --dump all.json -o jsonl
              kenc decrypt --config encryption.yaml --dump all.json -o json \\
                --output plain.json
            """,
    )

    @OptionGroup var source: ValueSourceOptions

    @OptionGroup var destination: OutputOptions<Formats.Decrypt>
    @OptionGroup var display: DisplayOptions

    private var format: OutputFormat? { destination.format }

    func validate() throws {
        try destination.keepApart(from: source.inputs)
        guard source.store.isGiven else { return }
        if format == .raw {
            throw ValidationError("-o raw is for one value; a store gives jsonl or json")
        }
        if format == .json, source.store.dump == nil {
            throw ValidationError("-o json writes a dump and needs --dump; take -o jsonl")
        }
    }

    func run() async throws {
        if source.store.isGiven {
            try await decryptStore(source.configuration.load().chains)
        } else {
            try decryptValue()
        }
    }

    private func decryptStore(_ chains: ResourceChains) async throws {
        let options = try await source.store.resolved([chains])
        let store = try await OpenedStore.open(options, ordered: true)
        let output = try destination.open()
        let result: StoreRun.Result
        if format == .json {
            result = try await StoreRun.walk(store, source.store, display, "decrypted", output) {
                DumpRewriteWorker(store, .decrypt, chains)
            }
            result.reportFailures("could not be opened and stay as they are")
        } else {
            result = try await StoreRun.walk(store, source.store, display, "decrypted", output) {
                DecryptWorker(store, chains)
            }
        }
        try store.check(result.shape)
        let isUnmet = store.sayMissing(result.shape)
        try output.finish()
        if result.failures > 0 || isUnmet { throw FoundSomething() }
    }

    private func decryptValue() throws {
        let (value, place) = try source.readValue()
        let chains = try source.configuration.load().chains
        let output = try destination.open()
        let opened = SingleOpening(value.bytes, place, chains)
        if case .closed(let closed) = opened.outcome, closed.failure == .needsEtcdKey {
            throw Failure.usage(
                "this value needs its etcd key, which is part of what its tag covers",
                hint: "name it with --etcd-key /registry/…"
            )
        }
        let isRaw = format == nil || format == .raw
        if !isRaw { try output.write(opened.jsonLine()) }
        switch opened.outcome {
        case .opened(let plaintext, let opened):
            if isRaw { try output.write(plaintext) }
            if let doubt = opened.doubt { StandardError.warning(doubt.description) }
            try output.finish()
        case .closed(let closed):
            if isRaw {
                StandardError.error(closed.message, hint: hint(closed, value))
            } else {
                try output.finish()
            }
            throw FoundSomething()
        }
    }

    /// etcdctl ends a value that it prints with a line feed, which is none of the value's bytes.
    private func hint(_ closed: ClosedValue, _ value: SingleValue) -> String? {
        let isTooLong = value.bytes.last == UInt8(ascii: "\n") && value.form != .base64
        guard isTooLong, [.blockSize, .authenticationFailed, .padding].contains(closed.failure)
        else {
            return closed.hint
        }
        return "the value ends with a line feed, as etcdctl --print-value-only adds one: take it "
            + "off, or use 'etcdctl get KEY -w json' with --dump"
    }
}
