internal import EncryptionConfig

/// Names what the outcomes of a step mean.
struct StepChanges {
    let old: ChainDefinition?
    let new: ChainDefinition?
    let oldPlaces: [ReaderPlace]
    let newPlaces: [ReaderPlace]
    private(set) var found: [StepChange] = []

    mutating func find(oldReadsNewWrites: Bool, readers: [ResourceStep.Reader]) {
        guard new != nil else {
            if readers.contains(where: { !$0.newReads }) { found.append(.resourceDropped) }
            return
        }
        let writer = newPlaces[0].valueClass
        if old == nil, newPlaces.contains(where: { !$0.valueClass.isPlaintext }) {
            found.append(.resourceAdded)
        }
        if writer.isPlaintext, !oldPlaces[0].valueClass.isPlaintext {
            found.append(.plaintextAgain)
        }
        if !oldReadsNewWrites { found.append(.writesUnreadable(writer)) }
        for reader in readers where !reader.newReads { lose(reader.valueClass) }
        comparePlugins(writer)
    }

    private mutating func lose(_ lost: ValueClass) {
        let change: StepChange =
            if lost.isPlaintext {
                .identityLost
            } else if newPlaces.contains(where: { $0.valueClass.hasHeader(of: lost) }) {
                .bytesChanged(lost)
            } else if lost == oldPlaces[0].valueClass {
                .writerLost(lost)
            } else {
                .readerLost(lost)
            }
        if !found.contains(change) { found.append(change) }
    }

    private mutating func comparePlugins(_ writer: ValueClass) {
        for place in newPlaces {
            guard case .kms(let plugin) = place.definition else { continue }
            let former = oldPlaces.first { $0.valueClass == place.valueClass }
            switch former?.definition {
            case .kms(let before)?:
                if !before.endpoint.utf8.elementsEqual(plugin.endpoint.utf8) {
                    found.append(.endpointChanged(place.valueClass))
                }
                if oldPlaces[0].valueClass == place.valueClass, writer != place.valueClass {
                    found.append(.pluginOnlyReads(place.valueClass))
                }
            default: found.append(.pluginAdded(place.valueClass))
            }
        }
    }
}
