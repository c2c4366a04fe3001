import ArgumentParser

/// Where the one value of `decrypt` and `encrypt` belongs.
struct ValuePlaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The value's complete etcd key, which may be empty.",
            valueName: "key"
        )
    )
    var etcdKey: String?

    @Flag(help: "Take a --resource as it is spelt, although nothing is known by that name.")
    var unknownResource = false
}

/// Where `decrypt` and `encrypt` take values from, one or a whole store, and what they are read or
/// written with.
///
/// No group of options itself: a debug build checks every group four times over for each group that
/// it lies in, which made most of the time of a short command.
struct ValueSource {
    let configuration: ConfigurationOptions
    let input: SingleValueOptions
    let place: ValuePlaceOptions
    let store: StoreOptions

    func validate() throws {
        try StandardInput.checkReadOnce([
            configuration.config, configuration.token.file,
            store.isGiven ? store.dump : input.path,
        ])
        guard store.isGiven, input.file != nil || place.etcdKey != nil else { return }
        throw ValidationError(
            "\(input.file != nil ? "a file with one value" : "--etcd-key") and a store "
                + "exclude each other"
        )
    }

    /// The files that are read, with their options.
    var inputs: [(name: String, path: String?)] {
        store.inputs + configuration.inputs + [
            ("the value's file", store.isGiven ? nil : input.path)
        ]
    }

    /// Where the one value belongs.
    func place(of value: SingleValue) throws -> SingleValuePlace {
        let etcdKey = place.etcdKey
        if let etcdKey, let carried = value.etcdKey, !carried.elementsEqual(etcdKey.utf8) {
            StandardError.note(
                "the value comes with the etcd key \(ShownText.line(EtcdKeyText.both(carried).text)), "
                    + "and --etcd-key is taken instead"
            )
        }
        return try SingleValuePlace(
            etcdKey: etcdKey.map { Array($0.utf8) } ?? value.etcdKey,
            options: store,
            chains: { try configuration.load().chains },
            takesUnknown: place.unknownResource
        )
    }
}
