// Room: KubernetesStorage
