public import EtcdModel
public import KubernetesModel
public import Providers

/// Values that somebody wrote while a rotation ran, with something else than their chain's writer:
/// an API server is on another file.
///
/// An old value that nobody touched is none, nor is what a rotation or an earlier undo wrote.
public struct Backslide: Sendable, Hashable {
    /// The resource.
    public var resource: GroupResource
    /// What the values were written with, as their headers say it.
    public var key: ProviderKey
    /// How many values of the resource, each counted once however often it was written.
    public var values: Int
    /// The newest revision at which one was written.
    public var newestRevision: Revision
    /// When that was seen, in seconds since 1970: etcd keeps no times.
    public var newestTime: Int64
}
