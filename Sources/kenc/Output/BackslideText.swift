import EtcdModel
import KubernetesModel
import Rotation

/// What API servers wrote with other keys while a rotation ran.
struct BackslideText {
    let result: RotationResult
    let style: Style

    /// Nothing where there were none, and every write was seen.
    func text() -> String {
        var text = ""
        if let failure = result.watchFailure {
            text +=
                "\nwrites could not be watched (\(ShownText.line(Failure(wording: failure).message))):\n"
                + "  what was written with another key and overwritten since was not seen\n"
        }
        guard !result.backslides.isEmpty else { return text }
        text +=
            "\n"
            + style.paint("backslides: an API server wrote with another key meanwhile:", .red)
            + "\n"
        for slide in result.backslides {
            text +=
                "  \(ShownText.line(slide.resource.description)): "
                + "\(Numbers.count(slide.values, "value")) on \(RotationText.name(slide.key)), "
                + "the newest at revision \(slide.newestRevision.rawValue), "
                + "\(Clock.text(slide.newestTime))\n"
        }
        return text
            + "  no more passes were made; find the server ('kenc fleet' tells), bring it onto this "
            + "file,\n  then run the same command again\n"
    }
}
