#if Etcd

package import RPC

/// The calls of the interface's version 2.
package enum MethodsV2 {
    private static let service = "v2.KeyManagementService"

    package static let status = Method<V2_StatusRequest, V2_StatusResponse>(service, "Status")
    package static let encrypt = Method<V2_EncryptRequest, V2_EncryptResponse>(service, "Encrypt")
    package static let decrypt = Method<V2_DecryptRequest, V2_DecryptResponse>(service, "Decrypt")
}

/// The calls of the interface's version 1.
package enum MethodsV1 {
    private static let service = "v1beta1.KeyManagementService"

    package static let version = Method<V1beta1_VersionRequest, V1beta1_VersionResponse>(
        service,
        "Version"
    )
    package static let encrypt = Method<V1beta1_EncryptRequest, V1beta1_EncryptResponse>(
        service,
        "Encrypt"
    )
    package static let decrypt = Method<V1beta1_DecryptRequest, V1beta1_DecryptResponse>(
        service,
        "Decrypt"
    )
}

#endif
