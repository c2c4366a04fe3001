import ArgumentParser
import Providers

/// Opens one value, or every value of a store.
struct DecryptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decrypt",
        abstract: "Open one value, or every value of a store",
        discussion: """
            One value comes from standard input or a file: raw, base64, hex, pasted from hexdump, \
            xxd or od, in quotes, or what 'etcdctl get' prints in any of its formats. --resource or \
            --etcd-key chooses its chain, and --etcd-key is what aesgcm authenticates; where \
            etcdctl printed the key, it is taken from there. The plaintext goes to standard \
            output; -o yaml shows the object in it. With a store, each key gives a line of JSON \
            with its plaintext in base64; -o json writes a dump of the same shape.

            Exit status: 0 everything was opened, 1 the input could not be read, 2 a value cannot \
            be opened.

            EXAMPLES
              etcdctl get /registry/secrets/default/db -w json | \\
                kenc decrypt --config encryption.yaml -o yaml
              kenc decrypt --config encryption.yaml \\
                --etcd-key /registry/secrets/default/db value
              kenc decrypt --config encryption.yaml --dump all.json -o jsonl
              kenc decrypt --config encryption.yaml --dump all.json -o json \\
                --output plain.json
            """,
    )

    @OptionGroup var configuration: ConfigurationOptions
    @OptionGroup var input: SingleValueOptions
    @OptionGroup var place: ValuePlaceOptions
    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Print bytes that are no text to a terminal all the same.")
    var force = false

    @OptionGroup var audit: AuditOptions
    @OptionGroup var destination: OutputOptions<Formats.Decrypt>
    @OptionGroup var display: DisplayOptions

    private var format: OutputFormat? { destination.format }

    private var source: ValueSource {
        ValueSource(
            configuration: configuration,
            input: input,
            place: place,
            store: storeOptions
        )
    }

    func validate() throws {
        try source.validate()
        try destination.keepApart(from: source.inputs)
        try audit.keepApart(from: source.inputs + [("--output", destination.path)])
        guard source.store.isGiven else { return }
        if let format, ![.json, .jsonl].contains(format) {
            throw ValidationError(
                "-o \(format.rawValue) is for one value; a store gives jsonl or json"
            )
        }
        if format == .json, source.store.dump == nil {
            throw ValidationError("-o json writes a dump and needs --dump; take -o jsonl")
        }
    }

    func run() async throws {
        if source.store.isGiven {
            try await decryptStore(source.configuration.load(for: source.store).chains)
        } else {
            try await decryptValue()
        }
    }

    private func decryptStore(_ chains: ResourceChains) async throws {
        let options = try await source.store.resolved([chains])
        let log = try audit.open("decrypt", options.storeText)
        let store = try await OpenedStore.open(options, ordered: true)
        log?.identify(store)
        let output = try destination.open()
        let result: StoreRun.Result
        if format == .json {
            await store.keepText()
            result = try await StoreRun.walk(
                store,
                source.store,
                display,
                "decrypted",
                output,
                log
            ) {
                DumpRewriteWorker(store, .decrypt, chains, isAudited: log != nil)
            }
            result.reportFailures("could not be opened and stay as they are")
        } else {
            result = try await StoreRun.walk(
                store,
                source.store,
                display,
                "decrypted",
                output,
                log
            ) {
                DecryptWorker(store, chains, isAudited: log != nil)
            }
        }
        try store.check(result.shape)
        let isUnmet = store.sayMissing(result.shape)
        try output.finish()
        if result.failures > 0 || isUnmet { throw FoundSomething() }
    }

    private func decryptValue() async throws {
        let path = source.input.path
        let log = try audit.open("decrypt", path == "-" ? "standard input" : "file \(path)")
        let value = try source.input.read()
        value.oddity?.warn()
        let place = try source.place(of: value)
        let configuration = source.configuration
        let chains = try await configuration.plugins.connect(configuration.load()).chains
        let output = try destination.open()
        let opened = await SingleOpening(value, place, chains)
        if case .closed(let closed) = opened.outcome, closed.failure == .needsEtcdKey {
            throw Failure.usage(
                "this value needs its etcd key, which is part of what its tag covers",
                hint: "name it with --etcd-key /registry/…"
            )
        }
        if opened.isLineFeedAdded {
            StandardError.note(
                "the value is read without its last byte, the line feed that "
                    + "etcdctl --print-value-only adds"
            )
        }
        try log?.show([opened.audited(revision: value.modRevision)])
        switch opened.outcome {
        case .opened(let plaintext, let how):
            if let doubt = how.doubt { StandardError.warning(doubt.description) }
            let text = try rendered(plaintext, value, opened)
            if (format ?? .raw) == .raw {
                try output.checkHarmless(
                    text,
                    force: force,
                    instead: "show the object with -o yaml"
                )
            }
            try output.write(text)
            try output.finish()
        case .closed(let closed):
            if format == .json || format == .jsonl {
                try output.write(opened.jsonLine())
                try output.finish()
            } else {
                StandardError.error(closed.message, hint: hint(closed, value))
            }
            throw FoundSomething()
        }
    }

    private func hint(_ closed: ClosedValue, _ value: SingleValue) -> String? {
        guard value.endsInLineFeed,
            [.blockSize, .authenticationFailed, .padding].contains(closed.failure)
        else { return closed.hint }
        return "the value ends with a line feed, which may be of etcdctl --print-value-only; "
            + "'etcdctl get KEY -w json' gives exactly the value, and its key"
    }

    private func rendered(
        _ plaintext: [UInt8],
        _ value: SingleValue,
        _ opened: SingleOpening,
    ) throws -> [UInt8] {
        func object(isJSON: Bool) throws -> [UInt8] {
            try ObjectText.render(plaintext, modRevision: value.modRevision, isJSON: isJSON)
        }
        return try (format ?? .raw).render(
            json: { opened.jsonLine() },
            jsonl: { opened.jsonLine() },
            yaml: { try object(isJSON: false) },
            raw: { plaintext },
            jsonObject: { try object(isJSON: true) }
        )
    }
}
