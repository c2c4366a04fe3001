import Glibc
import Measuring

/// The files that the programs read, made once for each size and provider.
struct Stores {
    let folder: String
    let generator: String

    /// A generated store; everything in it is stale under `rotated`.
    struct Store {
        let provider: String
        let count: Int
        let snapshot: String
        let dump: String
        let config: String
        let rotated: String
    }

    func make(_ provider: String, _ count: Int) throws -> Store {
        let base = "\(folder)/\(provider)-\(count)"
        let store = Store(
            provider: provider,
            count: count,
            snapshot: base + ".db",
            dump: base + ".json",
            config: base + ".yaml",
            rotated: base + "-rotated.yaml"
        )
        _ = try Child.run([
            generator, "--count", "\(count)", "--provider", provider, "--snapshot", store.snapshot,
            "--dump", store.dump, "--config", store.config, "--rotated-config", store.rotated,
        ])
        return store
    }

    func remove(_ store: Store) {
        for path in [store.snapshot, store.dump, store.config, store.rotated] { unlink(path) }
    }
}
