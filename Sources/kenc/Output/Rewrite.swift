import KubernetesModel
import Survey

/// Values of one resource that move, or would move, from one key to another.
struct Rewrite {
    let resource: GroupResource
    let route: RewriteRoute
    let volume: RewriteVolume

    /// By the key the values are on.
    static func sorted(
        _ volumes: [RewriteRoute: RewriteVolume],
        of resource: GroupResource,
    ) -> [Rewrite] {
        volumes.sorted { ($0.key.from, $0.key.to) < ($1.key.from, $1.key.to) }
            .map { Rewrite(resource: resource, route: $0.key, volume: $0.value) }
    }

    /// Nothing where nothing moves.
    static func table(_ title: String, _ rewrites: [Rewrite], _ style: Style) -> String {
        guard !rewrites.isEmpty else { return "" }
        var table = Table([
            .text(title, least: 16), .text("FROM", least: 14), .text("TO", least: 14),
            .number("VALUES"), .number("BYTES BEFORE", rank: 2), .number("BYTES AFTER", rank: 1),
        ])
        for rewrite in rewrites {
            table.add([
                ShownText.line(rewrite.resource.description),
                RotationText.name(rewrite.route.from), RotationText.name(rewrite.route.to),
                Numbers.grouped(rewrite.volume.values),
                Numbers.grouped(rewrite.volume.bytesBefore),
                Numbers.grouped(rewrite.volume.bytesAfter),
            ])
        }
        return table.render(style: style) + "\n"
    }
}

extension Survey {
    /// By resource, then by the key the values are on.
    var sortedRewrites: [Rewrite] {
        sortedResources.flatMap { Rewrite.sorted($1.rewrites, of: $0) }
    }
}
