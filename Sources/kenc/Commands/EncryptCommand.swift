import ArgumentParser
import EtcdDump
import EtcdModel
import KubernetesModel
import Providers
import Survey
import WireFormats

/// Seals one value, or every value of a dump.
struct EncryptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encrypt",
        abstract: "Seal one value, or every value of a dump",
        discussion: """
            Values are sealed with the first provider of their resource's chain and its first key, \
            as the API server writes them. One value comes from standard input or a file. A dump \
            is written again in the same shape; system and unknown keys are never touched, and \
            values that start with k8s:enc: are refused. One value is to be the bytes that an API \
            server would store, protobuf or JSON, in any form that 'kenc decrypt' takes; YAML is \
            refused, since no API server could read it again.

            Exit status: 0 everything was sealed, 1 the input could not be read, 2 a value was \
            refused.

            EXAMPLES
              kenc encrypt --config new.yaml --resource secrets \\
                --etcd-key /registry/secrets/default/db plaintext > stored
              kenc encrypt --config new.yaml --dump plain.json --output sealed.json
            """,
    )

    @OptionGroup var configuration: ConfigurationOptions
    @OptionGroup var input: SingleValueOptions
    @OptionGroup var place: ValuePlaceOptions
    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Seal a file as it is that no API server would store, or write to a terminal.")
    var force = false

    @OptionGroup var destination: OutputOptions<Formats.Encrypt>
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
        guard source.store.isGiven else { return }
        guard source.store.dump != nil else {
            throw ValidationError("a snapshot is only ever read: encrypt takes --dump")
        }
        if let format, format != .json {
            throw ValidationError("-o \(format.rawValue) is for one value; a dump gives json")
        }
    }

    func run() async throws {
        guard source.store.isGiven else { return try await encryptValue() }
        let chains = try await source.configuration.load(for: source.store).chains
        let options = try await source.store.resolved([chains])
        let store = try await OpenedStore.open(options, ordered: true)
        await store.keepText()
        let output = try destination.open()
        let result = try await StoreRun.walk(store, source.store, display, "encrypted", output) {
            DumpRewriteWorker(store, .encrypt, chains)
        }
        result.reportFailures("were refused and stay as they are")
        try store.check(result.shape)
        try output.finish()
        if result.failures > 0 { throw FoundSomething() }
    }

    private func encryptValue() async throws {
        let value = try source.input.read()
        let place = try source.place(of: value)
        guard let resource = place.resource else {
            throw Failure.usage(
                "the etcd key is of no resource that is ever encrypted",
                hint: "name the resource with --resource if you know better"
            )
        }
        let configuration = source.configuration
        let chains = try await configuration.plugins.connect(configuration.load()).chains
        guard !StoredHeader.isEncrypted(value.bytes.span) else {
            StandardError.error(
                "the value starts with k8s:enc: and would be encrypted twice",
                hint: "decrypt it first: kenc decrypt --config …"
            )
            throw FoundSomething()
        }
        if !force, let oddity = value.oddity { try refuse(oddity) }
        let output = try destination.open()
        if format == nil || format == .raw, output.isTerminal, !force {
            throw Failure.usage(
                "raw bytes do not belong on a terminal",
                hint: "add -o base64, write them with --output FILE, or add --force"
            )
        }
        let chain = chains.chain(of: resource)
        var demand = SealingDemand(chains)
        if let chain { demand.addPlaintext(with: chain) }
        let promise = try await demand.promise()
        let sealed = try seal(value.bytes, place, chain)
        withExtendedLifetime(promise) {}
        let bytes = try (format ?? .raw).render(
            json: { jsonLine(sealed, place, chain) },
            raw: { sealed },
            base64: { Base64.encode(sealed.span) + [UInt8(ascii: "\n")] }
        )
        try output.write(bytes)
        try output.finish()
    }

    /// Refuses what people or kubectl write and what is no value; other bytes may be meant.
    private func refuse(_ oddity: Oddity) throws {
        let force = "seal it as it is with --force"
        switch oddity {
        case .empty, .unknown, .trouble(.brokenBase64):
            StandardError.warning(
                "this does not look like an object as API servers store it, and none could read it"
            )
            return
        case .handwritten(.yaml):
            StandardError.error(
                "this is YAML, which no API server could read from etcd",
                hint: "the stored form is protobuf or JSON: make JSON of it with 'kubectl create "
                    + "--dry-run=client -o json -f FILE', or \(force)"
            )
        default:
            StandardError.error(
                "this is no value that an API server could read from etcd",
                hint: "\(oddity.hint), or \(force)"
            )
        }
        throw FoundSomething()
    }

    private func jsonLine(
        _ sealed: [UInt8],
        _ place: SingleValuePlace,
        _ chain: ProviderChain?,
    ) -> [UInt8] {
        var line = JSONLines()
        line.beginValue(place)
        line.endValue(sealed.span, chain?.writer ?? .identity, isStale: nil)
        return line.bytes
    }

    /// Seals and opens again, so that nothing leaves that could not be read.
    private func seal(
        _ plaintext: [UInt8],
        _ place: SingleValuePlace,
        _ chain: ProviderChain?
    ) throws -> [UInt8] {
        guard let chain else { return plaintext }
        let bytes = place.etcdKey ?? []
        let judge = Judge()
        do throws(SealFailure) {
            let key = place.etcdKey == nil ? nil : bytes.span
            return try judge.seal(plaintext.span, etcdKey: key, with: chain) {
                [UInt8](copying: $0)
            }
        } catch .needsEtcdKey {
            throw Failure.usage(
                "\(SealFailure.needsEtcdKey)",
                hint: "name it with --etcd-key /registry/…"
            )
        } catch {
            throw Failure("\(error)" + (judge.libraryError.map { ": \($0)" } ?? ""))
        }
    }
}
