import EncryptionConfig
import KubernetesModel
import Providers
import Survey

/// Names of a store as labels of metrics, so few that they do a monitoring system no harm.
///
/// Who writes into etcd can invent resources, and a key name for each value. The resources and keys
/// with most values keep their names; the rest counts as ``others``.
struct MetricLabels {
    /// So many resources are named.
    static let resourceLimit = 500
    /// So many keys are, each once for every resource.
    static let keyLimit = 1000
    /// So many scalars of a name are shown.
    static let lengthLimit = 128
    /// What stands for the rest.
    static let others = "(other)"

    private struct Place: Hashable {
        let resource: GroupResource
        let key: ProviderKey
    }

    private let resources: Set<GroupResource>
    private let places: Set<Place>

    init(_ survey: Survey) {
        let sorted = survey.sortedResources
        resources = Set(Self.largest(sorted, Self.resourceLimit) { $0.1.values }.map(\.0))
        let all = sorted.flatMap { resource, tally in
            tally.by.sorted { $0.key < $1.key }.map {
                (Place(resource: resource, key: $0), $1.values)
            }
        }
        places = Set(Self.largest(all, Self.keyLimit) { $0.1 }.map(\.0))
    }

    func name(_ resource: GroupResource) -> String {
        resources.contains(resource) ? Self.shown(resource.description) : Self.others
    }

    func name(_ key: ProviderKey, of resource: GroupResource) -> String {
        guard let name = key.name?.description else { return "" }
        return places.contains(Place(resource: resource, key: key)) ? Self.shown(name) : Self.others
    }

    /// The elements with most values; of equals, those that come first.
    private static func largest<Element>(
        _ elements: [Element],
        _ limit: Int,
        _ size: (Element) -> Int,
    ) -> ArraySlice<Element> {
        guard elements.count > limit else { return elements[...] }
        return elements.enumerated().sorted {
            (-size($0.element), $0.offset) < (-size($1.element), $1.offset)
        }.map(\.element).prefix(limit)
    }

    private static func shown(_ name: String) -> String {
        let shown = ShownText.name(name).unicodeScalars
        guard shown.count > lengthLimit else { return String(shown) }
        return String(shown.prefix(lengthLimit)) + "…"
    }
}
