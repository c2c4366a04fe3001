// swift-format-ignore-file
// Made by scripts/make-kinds; do not edit.

extension KindTable {
    /// The version of Kubernetes whose kinds these are.
    static let version = "1.36"

    /// `apiVersion Kind type` a line; an empty line; the fields of a type a line, each as
    /// `number,JSON name,type,flags`, after the way its JSON is written where that is another.
    static let text = #"""
admissionregistration.k8s.io/v1 MutatingAdmissionPolicy 1
admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding 2
admissionregistration.k8s.io/v1 MutatingWebhookConfiguration 3
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy 4
admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding 5
admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration 6
admissionregistration.k8s.io/v1alpha1 MutatingAdmissionPolicy 7
admissionregistration.k8s.io/v1alpha1 MutatingAdmissionPolicyBinding 8
admissionregistration.k8s.io/v1alpha1 ValidatingAdmissionPolicy 9
admissionregistration.k8s.io/v1alpha1 ValidatingAdmissionPolicyBinding 10
admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicy 11
admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicyBinding 12
admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration 13
admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicy 14
admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicyBinding 15
admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration 16
apiextensions.k8s.io/v1 CustomResourceDefinition 17
apiregistration.k8s.io/v1 APIService 18
apps/v1 ControllerRevision 19
apps/v1 DaemonSet 20
apps/v1 Deployment 21
apps/v1 ReplicaSet 22
apps/v1 StatefulSet 23
apps/v1beta1 ControllerRevision 24
apps/v1beta1 Deployment 25
apps/v1beta1 Scale 26
apps/v1beta1 StatefulSet 27
apps/v1beta2 ControllerRevision 28
apps/v1beta2 DaemonSet 29
apps/v1beta2 Deployment 30
apps/v1beta2 ReplicaSet 31
apps/v1beta2 Scale 32
apps/v1beta2 StatefulSet 33
authentication.k8s.io/v1 SelfSubjectReview 34
authentication.k8s.io/v1 TokenRequest 35
authentication.k8s.io/v1 TokenReview 36
authentication.k8s.io/v1alpha1 SelfSubjectReview 37
authentication.k8s.io/v1beta1 SelfSubjectReview 38
authentication.k8s.io/v1beta1 TokenReview 39
authorization.k8s.io/v1 LocalSubjectAccessReview 40
authorization.k8s.io/v1 SelfSubjectAccessReview 41
authorization.k8s.io/v1 SelfSubjectRulesReview 42
authorization.k8s.io/v1 SubjectAccessReview 43
authorization.k8s.io/v1beta1 LocalSubjectAccessReview 44
authorization.k8s.io/v1beta1 SelfSubjectAccessReview 45
authorization.k8s.io/v1beta1 SelfSubjectRulesReview 46
authorization.k8s.io/v1beta1 SubjectAccessReview 47
autoscaling/v1 HorizontalPodAutoscaler 48
autoscaling/v1 Scale 49
autoscaling/v2 HorizontalPodAutoscaler 50
batch/v1 CronJob 51
batch/v1 Job 52
batch/v1beta1 CronJob 53
certificates.k8s.io/v1 CertificateSigningRequest 54
certificates.k8s.io/v1alpha1 ClusterTrustBundle 55
certificates.k8s.io/v1beta1 CertificateSigningRequest 56
certificates.k8s.io/v1beta1 ClusterTrustBundle 57
certificates.k8s.io/v1beta1 PodCertificateRequest 58
coordination.k8s.io/v1 Lease 59
coordination.k8s.io/v1alpha2 LeaseCandidate 60
coordination.k8s.io/v1beta1 Lease 61
coordination.k8s.io/v1beta1 LeaseCandidate 62
discovery.k8s.io/v1 EndpointSlice 63
discovery.k8s.io/v1beta1 EndpointSlice 64
events.k8s.io/v1 Event 65
events.k8s.io/v1beta1 Event 66
extensions/v1beta1 DaemonSet 67
extensions/v1beta1 Deployment 68
extensions/v1beta1 Ingress 69
extensions/v1beta1 NetworkPolicy 70
extensions/v1beta1 ReplicaSet 71
extensions/v1beta1 Scale 72
flowcontrol.apiserver.k8s.io/v1 FlowSchema 73
flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration 74
flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema 75
flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration 76
flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema 77
flowcontrol.apiserver.k8s.io/v1beta2 PriorityLevelConfiguration 78
flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema 79
flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration 80
internal.apiserver.k8s.io/v1alpha1 StorageVersion 81
networking.k8s.io/v1 IPAddress 82
networking.k8s.io/v1 Ingress 83
networking.k8s.io/v1 IngressClass 84
networking.k8s.io/v1 NetworkPolicy 85
networking.k8s.io/v1 ServiceCIDR 86
networking.k8s.io/v1beta1 IPAddress 87
networking.k8s.io/v1beta1 Ingress 88
networking.k8s.io/v1beta1 IngressClass 89
networking.k8s.io/v1beta1 ServiceCIDR 90
node.k8s.io/v1 RuntimeClass 91
node.k8s.io/v1alpha1 RuntimeClass 92
node.k8s.io/v1beta1 RuntimeClass 93
policy/v1 Eviction 94
policy/v1 PodDisruptionBudget 95
policy/v1beta1 Eviction 96
policy/v1beta1 PodDisruptionBudget 97
rbac.authorization.k8s.io/v1 ClusterRole 98
rbac.authorization.k8s.io/v1 ClusterRoleBinding 99
rbac.authorization.k8s.io/v1 Role 100
rbac.authorization.k8s.io/v1 RoleBinding 101
rbac.authorization.k8s.io/v1alpha1 ClusterRole 102
rbac.authorization.k8s.io/v1alpha1 ClusterRoleBinding 103
rbac.authorization.k8s.io/v1alpha1 Role 104
rbac.authorization.k8s.io/v1alpha1 RoleBinding 105
rbac.authorization.k8s.io/v1beta1 ClusterRole 106
rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding 107
rbac.authorization.k8s.io/v1beta1 Role 108
rbac.authorization.k8s.io/v1beta1 RoleBinding 109
resource.k8s.io/v1 DeviceClass 110
resource.k8s.io/v1 ResourceClaim 111
resource.k8s.io/v1 ResourceClaimTemplate 112
resource.k8s.io/v1 ResourceSlice 113
resource.k8s.io/v1alpha3 DeviceTaintRule 114
resource.k8s.io/v1alpha3 ResourcePoolStatusRequest 115
resource.k8s.io/v1beta1 DeviceClass 116
resource.k8s.io/v1beta1 ResourceClaim 117
resource.k8s.io/v1beta1 ResourceClaimTemplate 118
resource.k8s.io/v1beta1 ResourceSlice 119
resource.k8s.io/v1beta2 DeviceClass 120
resource.k8s.io/v1beta2 DeviceTaintRule 121
resource.k8s.io/v1beta2 ResourceClaim 122
resource.k8s.io/v1beta2 ResourceClaimTemplate 123
resource.k8s.io/v1beta2 ResourceSlice 124
scheduling.k8s.io/v1 PriorityClass 125
scheduling.k8s.io/v1alpha2 PodGroup 126
scheduling.k8s.io/v1alpha2 Workload 127
scheduling.k8s.io/v1beta1 PriorityClass 128
storage.k8s.io/v1 CSIDriver 129
storage.k8s.io/v1 CSINode 130
storage.k8s.io/v1 CSIStorageCapacity 131
storage.k8s.io/v1 StorageClass 132
storage.k8s.io/v1 VolumeAttachment 133
storage.k8s.io/v1 VolumeAttributesClass 134
storage.k8s.io/v1alpha1 CSIStorageCapacity 135
storage.k8s.io/v1alpha1 VolumeAttachment 136
storage.k8s.io/v1alpha1 VolumeAttributesClass 137
storage.k8s.io/v1beta1 CSIDriver 138
storage.k8s.io/v1beta1 CSINode 139
storage.k8s.io/v1beta1 CSIStorageCapacity 140
storage.k8s.io/v1beta1 StorageClass 141
storage.k8s.io/v1beta1 VolumeAttachment 142
storage.k8s.io/v1beta1 VolumeAttributesClass 143
storagemigration.k8s.io/v1beta1 StorageVersionMigration 144
v1 Binding 145
v1 ComponentStatus 146
v1 ConfigMap 147
v1 Endpoints 148
v1 Event 149
v1 LimitRange 150
v1 Namespace 151
v1 Node 152
v1 PersistentVolume 153
v1 PersistentVolumeClaim 154
v1 Pod 155
v1 PodStatusResult 156
v1 PodTemplate 157
v1 RangeAllocation 158
v1 ReplicationController 159
v1 ResourceQuota 160
v1 Secret 161
v1 Service 162
v1 ServiceAccount 163

1,name,s,ve 2,generateName,s,ve 3,namespace,s,ve 4,selfLink,s,ve 5,uid,s,ve 6,resourceVersion,s,ve 7,generation,l,ve 8,creationTimestamp,164,vez 9,deletionTimestamp,164,pe 10,deletionGracePeriodSeconds,l,pe 11,labels,s,me 12,annotations,s,me 13,ownerReferences,165,lre 14,finalizers,s,lre 17,managedFields,166,lre
1,metadata,0,ve 2,spec,167,ve
1,metadata,0,ve 2,spec,168,ve
1,metadata,0,ve 2,webhooks,169,lre
1,metadata,0,ve 2,spec,170,ve 3,status,171,ve
1,metadata,0,ve 2,spec,172,ve
1,metadata,0,ve 2,webhooks,173,lre
1,metadata,0,ve 2,spec,174,ve
1,metadata,0,ve 2,spec,175,ve
1,metadata,0,ve 2,spec,176,ve 3,status,177,ve
1,metadata,0,ve 2,spec,178,ve
1,metadata,0,ve 2,spec,179,ve
1,metadata,0,ve 2,spec,180,ve
1,metadata,0,ve 2,webhooks,181,lre
1,metadata,0,ve 2,spec,182,ve 3,status,183,ve
1,metadata,0,ve 2,spec,184,ve
1,metadata,0,ve 2,webhooks,185,lre
1,metadata,0,ve 2,spec,186,v 3,status,187,ve
1,metadata,0,ve 2,spec,188,ve 3,status,189,ve
1,metadata,0,ve 2,data,190,ve 3,revision,l,v
1,metadata,0,ve 2,spec,191,ve 3,status,192,ve
1,metadata,0,ve 2,spec,193,ve 3,status,194,ve
1,metadata,0,ve 2,spec,195,ve 3,status,196,ve
1,metadata,0,ve 2,spec,197,ve 3,status,198,ve
1,metadata,0,ve 2,data,190,ve 3,revision,l,v
1,metadata,0,ve 2,spec,199,ve 3,status,200,ve
1,metadata,0,ve 2,spec,201,ve 3,status,202,ve
1,metadata,0,ve 2,spec,203,ve 3,status,204,ve
1,metadata,0,ve 2,data,190,ve 3,revision,l,v
1,metadata,0,ve 2,spec,205,ve 3,status,206,ve
1,metadata,0,ve 2,spec,207,ve 3,status,208,ve
1,metadata,0,ve 2,spec,209,ve 3,status,210,ve
1,metadata,0,ve 2,spec,211,ve 3,status,212,ve
1,metadata,0,ve 2,spec,213,ve 3,status,214,ve
1,metadata,0,ve 2,status,215,ve
1,metadata,0,ve 2,spec,216,v 3,status,217,ve
1,metadata,0,ve 2,spec,218,v 3,status,219,ve
1,metadata,0,ve 2,status,220,ve
1,metadata,0,ve 2,status,221,ve
1,metadata,0,ve 2,spec,222,v 3,status,223,ve
1,metadata,0,ve 2,spec,224,v 3,status,225,ve
1,metadata,0,ve 2,spec,226,v 3,status,225,ve
1,metadata,0,ve 2,spec,227,v 3,status,228,ve
1,metadata,0,ve 2,spec,224,v 3,status,225,ve
1,metadata,0,ve 2,spec,229,v 3,status,230,ve
1,metadata,0,ve 2,spec,231,v 3,status,230,ve
1,metadata,0,ve 2,spec,232,v 3,status,233,ve
1,metadata,0,ve 2,spec,229,v 3,status,230,ve
1,metadata,0,ve 2,spec,234,ve 3,status,235,ve
1,metadata,0,ve 2,spec,236,ve 3,status,237,ve
1,metadata,0,ve 2,spec,238,ve 3,status,239,ve
1,metadata,0,ve 2,spec,240,ve 3,status,241,ve
1,metadata,0,ve 2,spec,242,ve 3,status,243,ve
1,metadata,0,ve 2,spec,244,ve 3,status,245,ve
1,metadata,0,ve 2,spec,246,v 3,status,247,ve
1,metadata,0,ve 2,spec,248,v
1,metadata,0,ve 2,spec,249,v 3,status,250,ve
1,metadata,0,ve 2,spec,251,v
1,metadata,0,ve 2,spec,252,v 3,status,253,ve
1,metadata,0,ve 2,spec,254,ve
1,metadata,0,ve 2,spec,255,ve
1,metadata,0,ve 2,spec,256,ve
1,metadata,0,ve 2,spec,257,ve
1,metadata,0,ve 4,addressType,s,v 2,endpoints,258,lr 3,ports,259,lr
1,metadata,0,ve 4,addressType,s,v 2,endpoints,260,lr 3,ports,261,lr
1,metadata,0,v 2,eventTime,262,v 3,series,263,pe 4,reportingController,s,ve 5,reportingInstance,s,ve 6,action,s,ve 7,reason,s,ve 8,regarding,264,ve 9,related,264,pe 10,note,s,ve 11,type,s,ve 12,deprecatedSource,265,ve 13,deprecatedFirstTimestamp,164,ve 14,deprecatedLastTimestamp,164,ve 15,deprecatedCount,i,ve
1,metadata,0,v 2,eventTime,262,v 3,series,266,pe 4,reportingController,s,ve 5,reportingInstance,s,ve 6,action,s,ve 7,reason,s,ve 8,regarding,264,ve 9,related,264,pe 10,note,s,ve 11,type,s,ve 12,deprecatedSource,265,ve 13,deprecatedFirstTimestamp,164,ve 14,deprecatedLastTimestamp,164,ve 15,deprecatedCount,i,ve
1,metadata,0,ve 2,spec,267,ve 3,status,268,ve
1,metadata,0,ve 2,spec,269,ve 3,status,270,ve
1,metadata,0,ve 2,spec,271,ve 3,status,272,ve
1,metadata,0,ve 2,spec,273,ve
1,metadata,0,ve 2,spec,274,ve 3,status,275,ve
1,metadata,0,ve 2,spec,276,ve 3,status,277,ve
1,metadata,0,ve 2,spec,278,ve 3,status,279,ve
1,metadata,0,ve 2,spec,280,ve 3,status,281,ve
1,metadata,0,ve 2,spec,282,ve 3,status,283,ve
1,metadata,0,ve 2,spec,284,ve 3,status,285,ve
1,metadata,0,ve 2,spec,286,ve 3,status,287,ve
1,metadata,0,ve 2,spec,288,ve 3,status,289,ve
1,metadata,0,ve 2,spec,290,ve 3,status,291,ve
1,metadata,0,ve 2,spec,292,ve 3,status,293,ve
1,metadata,0,ve 2,spec,294,v 3,status,295,v
1,metadata,0,ve 2,spec,296,ve
1,metadata,0,ve 2,spec,297,ve 3,status,298,ve
1,metadata,0,ve 2,spec,299,ve
1,metadata,0,ve 2,spec,300,ve
1,metadata,0,ve 2,spec,301,ve 3,status,302,ve
1,metadata,0,ve 2,spec,303,ve
1,metadata,0,ve 2,spec,304,ve 3,status,305,ve
1,metadata,0,ve 2,spec,306,ve
1,metadata,0,ve 2,spec,307,ve 3,status,308,ve
1,metadata,0,ve 2,handler,s,v 3,overhead,309,pe 4,scheduling,310,pe
1,metadata,0,ve 2,spec,311,v
1,metadata,0,ve 2,handler,s,v 3,overhead,312,pe 4,scheduling,313,pe
1,metadata,0,ve 2,deleteOptions,314,pe
1,metadata,0,ve 2,spec,315,ve 3,status,316,ve
1,metadata,0,ve 2,deleteOptions,314,pe
1,metadata,0,ve 2,spec,317,ve 3,status,318,ve
1,metadata,0,ve 2,rules,319,lr 3,aggregationRule,320,pe
1,metadata,0,ve 2,subjects,321,lre 3,roleRef,322,v
1,metadata,0,ve 2,rules,319,lr
1,metadata,0,ve 2,subjects,321,lre 3,roleRef,322,v
1,metadata,0,ve 2,rules,323,lr 3,aggregationRule,324,pe
1,metadata,0,ve 2,subjects,325,lre 3,roleRef,326,v
1,metadata,0,ve 2,rules,323,lr
1,metadata,0,ve 2,subjects,325,lre 3,roleRef,326,v
1,metadata,0,ve 2,rules,327,lr 3,aggregationRule,328,pe
1,metadata,0,ve 2,subjects,329,lre 3,roleRef,330,v
1,metadata,0,ve 2,rules,327,lr
1,metadata,0,ve 2,subjects,329,lre 3,roleRef,330,v
1,metadata,0,ve 2,spec,331,v
1,metadata,0,ve 2,spec,332,v 3,status,333,ve
1,metadata,0,ve 2,spec,334,v
1,metadata,0,ve 2,spec,335,v
1,metadata,0,ve 2,spec,336,v 3,status,337,ve
1,metadata,0,ve 2,spec,338,v 3,status,339,pe
1,metadata,0,ve 2,spec,340,v
1,metadata,0,ve 2,spec,341,v 3,status,342,ve
1,metadata,0,ve 2,spec,343,v
1,metadata,0,ve 2,spec,344,v
1,metadata,0,ve 2,spec,345,v
1,metadata,0,ve 2,spec,346,v 3,status,347,ve
1,metadata,0,ve 2,spec,348,v 3,status,349,ve
1,metadata,0,ve 2,spec,350,v
1,metadata,0,ve 2,spec,351,v
1,metadata,0,ve 2,value,i,v 3,globalDefault,b,ve 4,description,s,ve 5,preemptionPolicy,s,pe
1,metadata,0,ve 2,spec,352,v 3,status,353,ve
1,metadata,0,ve 2,spec,354,v
1,metadata,0,ve 2,value,i,v 3,globalDefault,b,ve 4,description,s,ve 5,preemptionPolicy,s,pe
1,metadata,0,ve 2,spec,355,v
1,metadata,0,ve 2,spec,356,v
1,metadata,0,ve 2,nodeTopology,357,pe 3,storageClassName,s,v 4,capacity,358,pe 5,maximumVolumeSize,358,pe
1,metadata,0,ve 2,provisioner,s,v 3,parameters,s,me 4,reclaimPolicy,s,pe 5,mountOptions,s,lre 6,allowVolumeExpansion,b,pe 7,volumeBindingMode,s,pe 8,allowedTopologies,359,lre
1,metadata,0,ve 2,spec,360,v 3,status,361,ve
1,metadata,0,ve 2,driverName,s,v 3,parameters,s,me
1,metadata,0,ve 2,nodeTopology,357,pe 3,storageClassName,s,v 4,capacity,358,pe 5,maximumVolumeSize,358,pe
1,metadata,0,ve 2,spec,362,v 3,status,363,ve
1,metadata,0,ve 2,driverName,s,v 3,parameters,s,me
1,metadata,0,ve 2,spec,364,v
1,metadata,0,ve 2,spec,365,v
1,metadata,0,ve 2,nodeTopology,357,pe 3,storageClassName,s,v 4,capacity,358,pe 5,maximumVolumeSize,358,pe
1,metadata,0,ve 2,provisioner,s,v 3,parameters,s,me 4,reclaimPolicy,s,pe 5,mountOptions,s,lre 6,allowVolumeExpansion,b,pe 7,volumeBindingMode,s,pe 8,allowedTopologies,359,lre
1,metadata,0,ve 2,spec,366,v 3,status,367,ve
1,metadata,0,ve 2,driverName,s,v 3,parameters,s,me
1,metadata,0,ve 2,spec,368,ve 3,status,369,ve
1,metadata,0,ve 2,target,264,v
1,metadata,0,ve 2,conditions,370,lre
1,metadata,0,ve 4,immutable,b,pe 2,data,s,me 3,binaryData,y,me
1,metadata,0,ve 2,subsets,371,lre
1,metadata,0,v 2,involvedObject,264,v 3,reason,s,ve 4,message,s,ve 5,source,265,ve 6,firstTimestamp,164,ve 7,lastTimestamp,164,ve 8,count,i,ve 9,type,s,ve 10,eventTime,262,ve 11,series,372,pe 12,action,s,ve 13,related,264,pe 14,reportingComponent,s,v 15,reportingInstance,s,v
1,metadata,0,ve 2,spec,373,ve
1,metadata,0,ve 2,spec,374,ve 3,status,375,ve
1,metadata,0,ve 2,spec,376,ve 3,status,377,ve
1,metadata,0,ve 2,spec,378,ve 3,status,379,ve
1,metadata,0,ve 2,spec,380,ve 3,status,381,ve
1,metadata,0,ve 2,spec,382,ve 3,status,383,ve
1,metadata,0,ve 2,status,383,ve
1,metadata,0,ve 2,template,384,ve
1,metadata,0,ve 2,range,s,v 3,data,y,l
1,metadata,0,ve 2,spec,385,ve 3,status,386,ve
1,metadata,0,ve 2,spec,387,ve 3,status,388,ve
1,metadata,0,ve 5,immutable,b,pe 2,data,y,me 4,stringData,s,me 3,type,s,ve
1,metadata,0,ve 2,spec,389,ve 3,status,390,ve
1,metadata,0,ve 2,secrets,264,lre 3,imagePullSecrets,391,lre 4,automountServiceAccountToken,b,pe
@time
5,apiVersion,s,v 1,kind,s,v 3,name,s,v 4,uid,s,v 6,controller,b,pe 7,blockOwnerDeletion,b,pe
1,manager,s,ve 2,operation,s,ve 3,apiVersion,s,ve 4,time,164,pe 6,fieldsType,s,ve 7,fieldsV1,392,pe 8,subresource,s,ve
1,paramKind,393,pe 2,matchConstraints,394,pe 3,variables,395,lre 4,mutations,396,lre 5,failurePolicy,s,pe 6,matchConditions,397,lre 7,reinvocationPolicy,s,ve
1,policyName,s,ve 2,paramRef,398,pe 3,matchResources,394,pe
1,name,s,v 2,clientConfig,399,v 3,rules,400,lre 4,failurePolicy,s,pe 9,matchPolicy,s,pe 5,namespaceSelector,357,pe 11,objectSelector,357,pe 6,sideEffects,s,p 7,timeoutSeconds,i,pe 8,admissionReviewVersions,s,lr 10,reinvocationPolicy,s,pe 12,matchConditions,397,lre
1,paramKind,393,pe 2,matchConstraints,394,pe 3,validations,401,lre 4,failurePolicy,s,pe 5,auditAnnotations,402,lre 6,matchConditions,397,lre 7,variables,395,lre
1,observedGeneration,l,ve 2,typeChecking,403,pe 3,conditions,404,lre
1,policyName,s,ve 2,paramRef,398,pe 3,matchResources,394,pe 4,validationActions,s,lre
1,name,s,v 2,clientConfig,399,v 3,rules,400,lre 4,failurePolicy,s,pe 9,matchPolicy,s,pe 5,namespaceSelector,357,pe 10,objectSelector,357,pe 6,sideEffects,s,p 7,timeoutSeconds,i,pe 8,admissionReviewVersions,s,lr 11,matchConditions,397,lre
1,paramKind,405,pe 2,matchConstraints,406,pe 3,variables,407,lre 4,mutations,408,lre 5,failurePolicy,s,pe 6,matchConditions,409,lre 7,reinvocationPolicy,s,ve
1,policyName,s,ve 2,paramRef,410,pe 3,matchResources,406,pe
1,paramKind,405,pe 2,matchConstraints,406,pe 3,validations,411,lre 4,failurePolicy,s,pe 5,auditAnnotations,412,lre 6,matchConditions,409,lre 7,variables,407,lre
1,observedGeneration,l,ve 2,typeChecking,413,pe 3,conditions,404,lre
1,policyName,s,ve 2,paramRef,410,pe 3,matchResources,406,pe 4,validationActions,s,lre
1,paramKind,414,pe 2,matchConstraints,415,pe 3,variables,416,lre 4,mutations,417,lre 5,failurePolicy,s,pe 6,matchConditions,418,lre 7,reinvocationPolicy,s,ve
1,policyName,s,ve 2,paramRef,419,pe 3,matchResources,415,pe
1,name,s,v 2,clientConfig,420,v 3,rules,400,lre 4,failurePolicy,s,pe 9,matchPolicy,s,pe 5,namespaceSelector,357,pe 11,objectSelector,357,pe 6,sideEffects,s,pe 7,timeoutSeconds,i,pe 8,admissionReviewVersions,s,lre 10,reinvocationPolicy,s,pe 12,matchConditions,418,lre
1,paramKind,414,pe 2,matchConstraints,415,pe 3,validations,421,lre 4,failurePolicy,s,pe 5,auditAnnotations,422,lre 6,matchConditions,418,lre 7,variables,416,lre
1,observedGeneration,l,ve 2,typeChecking,423,pe 3,conditions,404,lre
1,policyName,s,ve 2,paramRef,419,pe 3,matchResources,415,pe 4,validationActions,s,lre
1,name,s,v 2,clientConfig,420,v 3,rules,400,lre 4,failurePolicy,s,pe 9,matchPolicy,s,pe 5,namespaceSelector,357,pe 10,objectSelector,357,pe 6,sideEffects,s,pe 7,timeoutSeconds,i,pe 8,admissionReviewVersions,s,lre 11,matchConditions,418,lre
1,group,s,v 3,names,424,v 4,scope,s,v 7,versions,425,lr 9,conversion,426,pe 10,preserveUnknownFields,b,ve
1,conditions,427,lr 2,acceptedNames,424,v 3,storedVersions,s,lr 4,observedGeneration,l,ve
1,service,428,pe 2,group,s,ve 3,version,s,ve 4,insecureSkipTLSVerify,b,ve 5,caBundle,y,le 7,groupPriorityMinimum,i,v 8,versionPriority,i,v
1,conditions,429,lre
@json 1,-,y,l
1,selector,357,p 2,template,384,v 3,updateStrategy,430,ve 4,minReadySeconds,i,ve 6,revisionHistoryLimit,i,pe
1,currentNumberScheduled,i,v 2,numberMisscheduled,i,v 3,desiredNumberScheduled,i,v 4,numberReady,i,v 5,observedGeneration,l,ve 6,updatedNumberScheduled,i,ve 7,numberAvailable,i,ve 8,numberUnavailable,i,ve 9,collisionCount,i,pe 10,conditions,431,lre
1,replicas,i,pe 2,selector,357,p 3,template,384,v 4,strategy,432,ve 5,minReadySeconds,i,ve 6,revisionHistoryLimit,i,pe 7,paused,b,ve 9,progressDeadlineSeconds,i,pe
1,observedGeneration,l,ve 2,replicas,i,ve 3,updatedReplicas,i,ve 7,readyReplicas,i,ve 4,availableReplicas,i,ve 5,unavailableReplicas,i,ve 9,terminatingReplicas,i,pe 6,conditions,433,lre 8,collisionCount,i,pe
1,replicas,i,pe 4,minReadySeconds,i,ve 2,selector,357,p 3,template,384,ve
1,replicas,i,v 2,fullyLabeledReplicas,i,ve 4,readyReplicas,i,ve 5,availableReplicas,i,ve 7,terminatingReplicas,i,pe 3,observedGeneration,l,ve 6,conditions,434,lre
1,replicas,i,pe 2,selector,357,p 3,template,384,v 4,volumeClaimTemplates,154,lre 5,serviceName,s,v 6,podManagementPolicy,s,ve 7,updateStrategy,435,ve 8,revisionHistoryLimit,i,pe 9,minReadySeconds,i,ve 10,persistentVolumeClaimRetentionPolicy,436,pe 11,ordinals,437,pe
1,observedGeneration,l,ve 2,replicas,i,v 3,readyReplicas,i,ve 4,currentReplicas,i,ve 5,updatedReplicas,i,ve 6,currentRevision,s,ve 7,updateRevision,s,ve 9,collisionCount,i,pe 10,conditions,438,lre 11,availableReplicas,i,v
1,replicas,i,pe 2,selector,357,pe 3,template,384,v 4,strategy,439,ve 5,minReadySeconds,i,ve 6,revisionHistoryLimit,i,pe 7,paused,b,ve 8,rollbackTo,440,pe 9,progressDeadlineSeconds,i,pe
1,observedGeneration,l,ve 2,replicas,i,ve 3,updatedReplicas,i,ve 7,readyReplicas,i,ve 4,availableReplicas,i,ve 5,unavailableReplicas,i,ve 9,terminatingReplicas,i,pe 6,conditions,441,lre 8,collisionCount,i,pe
1,replicas,i,ve
1,replicas,i,v 2,selector,s,me 3,targetSelector,s,ve
1,replicas,i,pe 2,selector,357,pe 3,template,384,v 4,volumeClaimTemplates,154,lre 5,serviceName,s,v 6,podManagementPolicy,s,ve 7,updateStrategy,442,ve 8,revisionHistoryLimit,i,pe 9,minReadySeconds,i,ve 10,persistentVolumeClaimRetentionPolicy,443,pe 11,ordinals,444,pe
1,observedGeneration,l,pe 2,replicas,i,v 3,readyReplicas,i,ve 4,currentReplicas,i,ve 5,updatedReplicas,i,ve 6,currentRevision,s,ve 7,updateRevision,s,ve 9,collisionCount,i,pe 10,conditions,445,lre 11,availableReplicas,i,v
1,selector,357,p 2,template,384,v 3,updateStrategy,446,ve 4,minReadySeconds,i,ve 6,revisionHistoryLimit,i,pe
1,currentNumberScheduled,i,v 2,numberMisscheduled,i,v 3,desiredNumberScheduled,i,v 4,numberReady,i,v 5,observedGeneration,l,ve 6,updatedNumberScheduled,i,ve 7,numberAvailable,i,ve 8,numberUnavailable,i,ve 9,collisionCount,i,pe 10,conditions,447,lre
1,replicas,i,pe 2,selector,357,p 3,template,384,v 4,strategy,448,ve 5,minReadySeconds,i,ve 6,revisionHistoryLimit,i,pe 7,paused,b,ve 9,progressDeadlineSeconds,i,pe
1,observedGeneration,l,ve 2,replicas,i,ve 3,updatedReplicas,i,ve 7,readyReplicas,i,ve 4,availableReplicas,i,ve 5,unavailableReplicas,i,ve 9,terminatingReplicas,i,pe 6,conditions,449,lre 8,collisionCount,i,pe
1,replicas,i,pe 4,minReadySeconds,i,ve 2,selector,357,p 3,template,384,ve
1,replicas,i,v 2,fullyLabeledReplicas,i,ve 4,readyReplicas,i,ve 5,availableReplicas,i,ve 7,terminatingReplicas,i,pe 3,observedGeneration,l,ve 6,conditions,450,lre
1,replicas,i,ve
1,replicas,i,v 2,selector,s,me 3,targetSelector,s,ve
1,replicas,i,pe 2,selector,357,p 3,template,384,v 4,volumeClaimTemplates,154,lre 5,serviceName,s,v 6,podManagementPolicy,s,ve 7,updateStrategy,451,ve 8,revisionHistoryLimit,i,pe 9,minReadySeconds,i,ve 10,persistentVolumeClaimRetentionPolicy,452,pe 11,ordinals,453,pe
1,observedGeneration,l,ve 2,replicas,i,v 3,readyReplicas,i,ve 4,currentReplicas,i,ve 5,updatedReplicas,i,ve 6,currentRevision,s,ve 7,updateRevision,s,ve 9,collisionCount,i,pe 10,conditions,454,lre 11,availableReplicas,i,v
1,userInfo,455,ve
1,audiences,s,lr 4,expirationSeconds,l,p 3,boundObjectRef,456,p
1,token,s,v 2,expirationTimestamp,164,v
1,token,s,ve 2,audiences,s,lre
1,authenticated,b,ve 2,user,455,ve 4,audiences,s,lre 3,error,s,ve
1,userInfo,455,ve
1,userInfo,455,ve
1,token,s,ve 2,audiences,s,lre
1,authenticated,b,ve 2,user,457,ve 4,audiences,s,lre 3,error,s,ve
1,resourceAttributes,458,pe 2,nonResourceAttributes,459,pe 3,user,s,ve 4,groups,s,lre 5,extra,460,me 6,uid,s,ve
1,allowed,b,v 4,denied,b,ve 2,reason,s,ve 3,evaluationError,s,ve
1,resourceAttributes,458,pe 2,nonResourceAttributes,459,pe
1,namespace,s,ve
1,resourceRules,461,lr 2,nonResourceRules,462,lr 3,incomplete,b,v 4,evaluationError,s,ve
1,resourceAttributes,463,pe 2,nonResourceAttributes,464,pe 3,user,s,ve 4,group,s,lre 5,extra,465,me 6,uid,s,ve
1,allowed,b,v 4,denied,b,ve 2,reason,s,ve 3,evaluationError,s,ve
1,resourceAttributes,463,pe 2,nonResourceAttributes,464,pe
1,namespace,s,ve
1,resourceRules,466,lr 2,nonResourceRules,467,lr 3,incomplete,b,v 4,evaluationError,s,ve
1,scaleTargetRef,468,v 2,minReplicas,i,pe 3,maxReplicas,i,v 4,targetCPUUtilizationPercentage,i,pe
1,observedGeneration,l,pe 2,lastScaleTime,164,pe 3,currentReplicas,i,v 4,desiredReplicas,i,v 5,currentCPUUtilizationPercentage,i,pe
1,replicas,i,ve
1,replicas,i,v 2,selector,s,ve
1,scaleTargetRef,469,v 2,minReplicas,i,pe 3,maxReplicas,i,v 4,metrics,470,lre 5,behavior,471,pe
1,observedGeneration,l,pe 2,lastScaleTime,164,pe 3,currentReplicas,i,ve 4,desiredReplicas,i,v 5,currentMetrics,472,lr 6,conditions,473,lre
1,schedule,s,v 8,timeZone,s,pe 2,startingDeadlineSeconds,l,pe 3,concurrencyPolicy,s,ve 4,suspend,b,pe 5,jobTemplate,474,v 6,successfulJobsHistoryLimit,i,pe 7,failedJobsHistoryLimit,i,pe
1,active,264,lre 4,lastScheduleTime,164,pe 5,lastSuccessfulTime,164,pe
1,parallelism,i,pe 2,completions,i,pe 3,activeDeadlineSeconds,l,pe 11,podFailurePolicy,475,pe 16,successPolicy,476,pe 7,backoffLimit,i,pe 12,backoffLimitPerIndex,i,pe 13,maxFailedIndexes,i,pe 4,selector,357,pe 5,manualSelector,b,pe 6,template,384,v 8,ttlSecondsAfterFinished,i,pe 9,completionMode,s,pe 10,suspend,b,pe 14,podReplacementPolicy,s,pe 15,managedBy,s,pe
1,conditions,477,lre 2,startTime,164,pe 3,completionTime,164,pe 4,active,i,ve 5,succeeded,i,ve 6,failed,i,ve 11,terminating,i,pe 7,completedIndexes,s,ve 10,failedIndexes,s,pe 8,uncountedTerminatedPods,478,pe 9,ready,i,pe
1,schedule,s,v 8,timeZone,s,pe 2,startingDeadlineSeconds,l,pe 3,concurrencyPolicy,s,ve 4,suspend,b,pe 5,jobTemplate,479,v 6,successfulJobsHistoryLimit,i,pe 7,failedJobsHistoryLimit,i,pe
1,active,264,lre 4,lastScheduleTime,164,pe 5,lastSuccessfulTime,164,pe
1,request,y,l 7,signerName,s,v 8,expirationSeconds,i,pe 5,usages,s,lre 2,username,s,ve 3,uid,s,ve 4,groups,s,lre 6,extra,480,me
1,conditions,481,lre 2,certificate,y,le
1,signerName,s,ve 2,trustBundle,s,v
1,request,y,l 7,signerName,s,pe 8,expirationSeconds,i,pe 5,usages,s,lre 2,username,s,ve 3,uid,s,ve 4,groups,s,lre 6,extra,482,me
1,conditions,483,lre 2,certificate,y,le
1,signerName,s,ve 2,trustBundle,s,v
1,signerName,s,v 2,podName,s,v 3,podUID,s,v 4,serviceAccountName,s,v 5,serviceAccountUID,s,v 6,nodeName,s,v 7,nodeUID,s,v 8,maxExpirationSeconds,i,pe 9,pkixPublicKey,y,l 10,proofOfPossession,y,l 12,stubPKCS10Request,y,l 11,unverifiedUserAnnotations,s,me
1,conditions,404,lre 2,certificateChain,s,ve 4,notBefore,164,pe 5,beginRefreshAt,164,pe 6,notAfter,164,pe
1,holderIdentity,s,pe 2,leaseDurationSeconds,i,pe 3,acquireTime,262,pe 4,renewTime,262,pe 5,leaseTransitions,i,pe 6,strategy,s,pe 7,preferredHolder,s,pe
1,leaseName,s,v 2,pingTime,262,pe 3,renewTime,262,pe 4,binaryVersion,s,v 5,emulationVersion,s,ve 6,strategy,s,ve
1,holderIdentity,s,pe 2,leaseDurationSeconds,i,pe 3,acquireTime,262,pe 4,renewTime,262,pe 5,leaseTransitions,i,pe 6,strategy,s,pe 7,preferredHolder,s,pe
1,leaseName,s,v 2,pingTime,262,pe 3,renewTime,262,pe 4,binaryVersion,s,v 5,emulationVersion,s,ve 6,strategy,s,ve
1,addresses,s,lr 2,conditions,484,ve 3,hostname,s,pe 4,targetRef,264,pe 5,deprecatedTopology,s,me 6,nodeName,s,pe 7,zone,s,pe 8,hints,485,pe
1,name,s,pe 2,protocol,s,pe 3,port,i,pe 4,appProtocol,s,pe
1,addresses,s,lr 2,conditions,486,ve 3,hostname,s,pe 4,targetRef,264,pe 5,topology,s,me 6,nodeName,s,pe 7,hints,487,pe
1,name,s,pe 2,protocol,s,pe 3,port,i,pe 4,appProtocol,s,pe
@microTime
1,count,i,v 2,lastObservedTime,262,v
1,kind,s,ve 2,namespace,s,ve 3,name,s,ve 4,uid,s,ve 5,apiVersion,s,ve 6,resourceVersion,s,ve 7,fieldPath,s,ve
1,component,s,ve 2,host,s,ve
1,count,i,v 2,lastObservedTime,262,v
1,selector,357,pe 2,template,384,v 3,updateStrategy,488,ve 4,minReadySeconds,i,ve 5,templateGeneration,l,ve 6,revisionHistoryLimit,i,pe
1,currentNumberScheduled,i,v 2,numberMisscheduled,i,v 3,desiredNumberScheduled,i,v 4,numberReady,i,v 5,observedGeneration,l,ve 6,updatedNumberScheduled,i,ve 7,numberAvailable,i,ve 8,numberUnavailable,i,ve 9,collisionCount,i,pe 10,conditions,489,lre
1,replicas,i,pe 2,selector,357,pe 3,template,384,v 4,strategy,490,ve 5,minReadySeconds,i,ve 6,revisionHistoryLimit,i,pe 7,paused,b,ve 8,rollbackTo,491,pe 9,progressDeadlineSeconds,i,pe
1,observedGeneration,l,ve 2,replicas,i,ve 3,updatedReplicas,i,ve 7,readyReplicas,i,ve 4,availableReplicas,i,ve 5,unavailableReplicas,i,ve 9,terminatingReplicas,i,pe 6,conditions,492,lre 8,collisionCount,i,pe
4,ingressClassName,s,pe 1,backend,493,pe 2,tls,494,lre 3,rules,495,lre
1,loadBalancer,496,ve
1,podSelector,357,v 2,ingress,497,lre 3,egress,498,lre 4,policyTypes,s,lre
1,replicas,i,pe 4,minReadySeconds,i,ve 2,selector,357,pe 3,template,384,ve
1,replicas,i,v 2,fullyLabeledReplicas,i,ve 4,readyReplicas,i,ve 5,availableReplicas,i,ve 7,terminatingReplicas,i,pe 3,observedGeneration,l,ve 6,conditions,499,lre
1,replicas,i,ve
1,replicas,i,v 2,selector,s,me 3,targetSelector,s,ve
1,priorityLevelConfiguration,500,v 2,matchingPrecedence,i,v 3,distinguisherMethod,501,pe 4,rules,502,lre
1,conditions,503,lre
1,type,s,v 2,limited,504,pe 3,exempt,505,pe
1,conditions,506,lre
1,priorityLevelConfiguration,507,v 2,matchingPrecedence,i,v 3,distinguisherMethod,508,pe 4,rules,509,lre
1,conditions,510,lre
1,type,s,v 2,limited,511,pe 3,exempt,512,pe
1,conditions,513,lre
1,priorityLevelConfiguration,514,v 2,matchingPrecedence,i,v 3,distinguisherMethod,515,pe 4,rules,516,lre
1,conditions,517,lre
1,type,s,v 2,limited,518,pe 3,exempt,519,pe
1,conditions,520,lre
1,priorityLevelConfiguration,521,v 2,matchingPrecedence,i,v 3,distinguisherMethod,522,pe 4,rules,523,lre
1,conditions,524,lre
1,type,s,v 2,limited,525,pe 3,exempt,526,pe
1,conditions,527,lre

1,storageVersions,528,lre 2,commonEncodingVersion,s,pe 3,conditions,529,lre
1,parentRef,530,pe
4,ingressClassName,s,pe 1,defaultBackend,531,pe 2,tls,532,lre 3,rules,533,lre
1,loadBalancer,534,ve
1,controller,s,ve 2,parameters,535,pe
1,podSelector,357,v 2,ingress,536,lre 3,egress,537,lre 4,policyTypes,s,lre
1,cidrs,s,lre
1,conditions,404,lre
1,parentRef,538,pe
4,ingressClassName,s,pe 1,backend,539,pe 2,tls,540,lre 3,rules,541,lre
1,loadBalancer,542,ve
1,controller,s,ve 2,parameters,543,pe
1,cidrs,s,lre
1,conditions,404,lre
1,podFixed,358,me
1,nodeSelector,s,me 2,tolerations,544,lre
1,runtimeHandler,s,v 2,overhead,545,pe 3,scheduling,546,pe
1,podFixed,358,me
1,nodeSelector,s,me 2,tolerations,544,lre
1,gracePeriodSeconds,l,pe 2,preconditions,547,pe 3,orphanDependents,b,pe 4,propagationPolicy,s,pe 5,dryRun,s,lre 6,ignoreStoreReadErrorWithClusterBreakingPotential,b,pe
1,minAvailable,548,pe 2,selector,357,pe 3,maxUnavailable,548,pe 4,unhealthyPodEvictionPolicy,s,pe
1,observedGeneration,l,ve 2,disruptedPods,164,me 3,disruptionsAllowed,i,v 4,currentHealthy,i,v 5,desiredHealthy,i,v 6,expectedPods,i,v 7,conditions,404,lre
1,minAvailable,548,pe 2,selector,357,pe 3,maxUnavailable,548,pe 4,unhealthyPodEvictionPolicy,s,pe
1,observedGeneration,l,ve 2,disruptedPods,164,me 3,disruptionsAllowed,i,v 4,currentHealthy,i,v 5,desiredHealthy,i,v 6,expectedPods,i,v 7,conditions,404,lre
1,verbs,s,lr 2,apiGroups,s,lre 3,resources,s,lre 4,resourceNames,s,lre 5,nonResourceURLs,s,lre
1,clusterRoleSelectors,357,lre
1,kind,s,v 2,apiGroup,s,ve 3,name,s,v 4,namespace,s,ve
1,apiGroup,s,v 2,kind,s,v 3,name,s,v
1,verbs,s,lr 3,apiGroups,s,lre 4,resources,s,lre 5,resourceNames,s,lre 6,nonResourceURLs,s,lre
1,clusterRoleSelectors,357,lre
1,kind,s,v 2,apiVersion,s,ve 3,name,s,v 4,namespace,s,ve
1,apiGroup,s,v 2,kind,s,v 3,name,s,v
1,verbs,s,lr 2,apiGroups,s,lre 3,resources,s,lre 4,resourceNames,s,lre 5,nonResourceURLs,s,lre
1,clusterRoleSelectors,357,lre
1,kind,s,v 2,apiGroup,s,ve 3,name,s,v 4,namespace,s,ve
1,apiGroup,s,v 2,kind,s,v 3,name,s,v
1,selectors,549,lre 2,config,550,lre 4,extendedResourceName,s,pe
1,devices,551,v
1,allocation,552,pe 2,reservedFor,553,lre 4,devices,554,lre
1,metadata,0,ve 2,spec,332,v
1,driver,s,v 2,pool,555,v 3,nodeName,s,pe 4,nodeSelector,556,pe 5,allNodes,b,pe 6,devices,557,lre 7,perDeviceNodeSelection,b,pe 8,sharedCounters,558,lre
1,deviceSelector,559,pe 2,taint,560,ve
1,conditions,404,lre
1,driver,s,v 2,poolName,s,pe 3,limit,i,pe
6,poolCount,i,pe 2,pools,561,lre 3,conditions,404,lre
1,selectors,562,lre 2,config,563,lre 4,extendedResourceName,s,pe
1,devices,564,v
1,allocation,565,pe 2,reservedFor,566,lre 4,devices,567,lre
1,metadata,0,ve 2,spec,341,v
1,driver,s,v 2,pool,568,v 3,nodeName,s,ve 4,nodeSelector,556,pe 5,allNodes,b,ve 6,devices,569,lre 7,perDeviceNodeSelection,b,pe 8,sharedCounters,570,lre
1,selectors,571,lre 2,config,572,lre 4,extendedResourceName,s,pe
1,deviceSelector,573,pe 2,taint,574,ve
1,conditions,404,lre
1,devices,575,v
1,allocation,576,pe 2,reservedFor,577,lre 4,devices,578,lre
1,metadata,0,ve 2,spec,348,v
1,driver,s,v 2,pool,579,v 3,nodeName,s,pe 4,nodeSelector,556,pe 5,allNodes,b,pe 6,devices,580,lre 7,perDeviceNodeSelection,b,pe 8,sharedCounters,581,lre
1,podGroupTemplateRef,582,p 2,schedulingPolicy,583,v 3,schedulingConstraints,584,pe 4,resourceClaims,585,lre 5,disruptionMode,s,pe 6,priorityClassName,s,ve 7,priority,i,pe
1,conditions,404,lre 2,resourceClaimStatuses,586,lre
1,controllerRef,587,pe 2,podGroupTemplates,588,lr
1,attachRequired,b,pe 2,podInfoOnMount,b,pe 3,volumeLifecycleModes,s,lre 4,storageCapacity,b,pe 5,fsGroupPolicy,s,pe 6,tokenRequests,589,lre 7,requiresRepublish,b,pe 8,seLinuxMount,b,pe 9,nodeAllocatableUpdatePeriodSeconds,l,pe 10,serviceAccountTokenInSecrets,b,pe 11,preventPodSchedulingIfMissing,b,pe
1,drivers,590,lr
1,matchLabels,s,me 2,matchExpressions,591,lre
@quantity
1,matchLabelExpressions,592,lre
1,attacher,s,v 2,source,593,v 3,nodeName,s,v
1,attached,b,v 2,attachmentMetadata,s,me 3,attachError,594,pe 4,detachError,594,pe
1,attacher,s,v 2,source,595,v 3,nodeName,s,v
1,attached,b,v 2,attachmentMetadata,s,me 3,attachError,596,pe 4,detachError,596,pe
1,attachRequired,b,pe 2,podInfoOnMount,b,pe 3,volumeLifecycleModes,s,lre 4,storageCapacity,b,pe 5,fsGroupPolicy,s,pe 6,tokenRequests,597,lre 7,requiresRepublish,b,pe 8,seLinuxMount,b,pe 9,nodeAllocatableUpdatePeriodSeconds,l,pe 10,serviceAccountTokenInSecrets,b,pe 11,preventPodSchedulingIfMissing,b,pe
1,drivers,598,lr
1,attacher,s,v 2,source,599,v 3,nodeName,s,v
1,attached,b,v 2,attachmentMetadata,s,me 3,attachError,600,pe 4,detachError,600,pe
1,resource,601,v
1,conditions,404,lre 2,resourceVersion,s,ve
1,type,s,v 2,status,s,v 3,message,s,ve 4,error,s,ve
1,addresses,602,lre 2,notReadyAddresses,602,lre 3,ports,603,lre
1,count,i,ve 2,lastObservedTime,262,ve
1,limits,604,lr
1,finalizers,s,lre
1,phase,s,ve 2,conditions,605,lre
1,podCIDR,s,ve 7,podCIDRs,s,lre 3,providerID,s,ve 4,unschedulable,b,ve 5,taints,606,lre 6,configSource,607,pe 2,externalID,s,ve
1,capacity,358,me 2,allocatable,358,me 3,phase,s,ve 4,conditions,608,lre 5,addresses,609,lre 6,daemonEndpoints,610,ve 7,nodeInfo,611,ve 8,images,612,lre 9,volumesInUse,s,lre 10,volumesAttached,613,lre 11,config,614,pe 12,runtimeHandlers,615,lre 13,features,616,pe 14,declaredFeatures,s,lre
1,capacity,358,me 2,,617,v 3,accessModes,s,lre 4,claimRef,264,pe 5,persistentVolumeReclaimPolicy,s,ve 6,storageClassName,s,ve 7,mountOptions,s,lre 8,volumeMode,s,pe 9,nodeAffinity,618,pe 10,volumeAttributesClassName,s,pe
1,phase,s,ve 2,message,s,ve 3,reason,s,ve 4,lastPhaseTransitionTime,164,pe
1,accessModes,s,lre 4,selector,357,pe 2,resources,619,ve 3,volumeName,s,ve 5,storageClassName,s,pe 6,volumeMode,s,pe 7,dataSource,620,pe 8,dataSourceRef,621,pe 9,volumeAttributesClassName,s,pe
1,phase,s,ve 2,accessModes,s,lre 3,capacity,358,me 4,conditions,622,lre 5,allocatedResources,358,me 7,allocatedResourceStatuses,s,me 8,currentVolumeAttributesClassName,s,pe 9,modifyVolumeStatus,623,pe
1,volumes,624,lre 20,initContainers,625,lre 2,containers,625,lr 34,ephemeralContainers,626,lre 3,restartPolicy,s,ve 4,terminationGracePeriodSeconds,l,pe 5,activeDeadlineSeconds,l,pe 6,dnsPolicy,s,ve 7,nodeSelector,s,me 8,serviceAccountName,s,ve 9,serviceAccount,s,ve 21,automountServiceAccountToken,b,pe 10,nodeName,s,ve 11,hostNetwork,b,ve 12,hostPID,b,ve 13,hostIPC,b,ve 27,shareProcessNamespace,b,pe 14,securityContext,627,pe 15,imagePullSecrets,391,lre 16,hostname,s,ve 17,subdomain,s,ve 18,affinity,628,pe 19,schedulerName,s,ve 22,tolerations,544,lre 23,hostAliases,629,lre 24,priorityClassName,s,ve 25,priority,i,pe 26,dnsConfig,630,pe 28,readinessGates,631,lre 29,runtimeClassName,s,pe 30,enableServiceLinks,b,pe 31,preemptionPolicy,s,pe 32,overhead,358,me 33,topologySpreadConstraints,632,lre 35,setHostnameAsFQDN,b,pe 36,os,633,pe 37,hostUsers,b,pe 38,schedulingGates,634,lre 39,resourceClaims,635,lre 40,resources,636,pe 41,hostnameOverride,s,pe 43,schedulingGroup,637,pe
17,observedGeneration,l,ve 1,phase,s,ve 2,conditions,638,lre 3,message,s,ve 4,reason,s,ve 11,nominatedNodeName,s,ve 5,hostIP,s,ve 16,hostIPs,639,lre 6,podIP,s,ve 12,podIPs,640,lre 7,startTime,164,pe 10,initContainerStatuses,641,lre 8,containerStatuses,641,lre 9,qosClass,s,ve 13,ephemeralContainerStatuses,641,lre 14,resize,s,ve 15,resourceClaimStatuses,642,lre 18,extendedResourceClaimStatus,643,pe 19,allocatedResources,358,me 20,resources,636,pe 21,nodeAllocatableResourceClaimStatuses,644,lre
1,metadata,0,ve 2,spec,382,ve
1,replicas,i,pe 4,minReadySeconds,i,ve 2,selector,s,me 3,template,384,pe
1,replicas,i,v 2,fullyLabeledReplicas,i,ve 4,readyReplicas,i,ve 5,availableReplicas,i,ve 3,observedGeneration,l,ve 6,conditions,645,lre
1,hard,358,me 2,scopes,s,lre 3,scopeSelector,646,pe
1,hard,358,me 2,used,358,me
1,ports,647,lre 2,selector,s,me 3,clusterIP,s,ve 18,clusterIPs,s,lre 4,type,s,ve 5,externalIPs,s,lre 7,sessionAffinity,s,ve 8,loadBalancerIP,s,ve 9,loadBalancerSourceRanges,s,lre 10,externalName,s,ve 11,externalTrafficPolicy,s,ve 12,healthCheckNodePort,i,ve 13,publishNotReadyAddresses,b,ve 14,sessionAffinityConfig,648,pe 19,ipFamilies,s,lre 17,ipFamilyPolicy,s,pe 20,allocateLoadBalancerNodePorts,b,pe 21,loadBalancerClass,s,pe 22,internalTrafficPolicy,s,pe 23,trafficDistribution,s,pe
1,loadBalancer,649,ve 2,conditions,404,lre
1,name,s,ve
@json 1,-,y,l
1,apiVersion,s,ve 2,kind,s,ve
1,namespaceSelector,357,pe 2,objectSelector,357,pe 3,resourceRules,650,lre 4,excludeResourceRules,650,lre 7,matchPolicy,s,pe
1,name,s,v 2,expression,s,v
2,patchType,s,v 3,applyConfiguration,651,pe 4,jsonPatch,652,pe
1,name,s,v 2,expression,s,v
1,name,s,ve 2,namespace,s,ve 3,selector,357,pe 4,parameterNotFoundAction,s,pe
3,url,s,pe 1,service,653,pe 2,caBundle,y,le
1,operations,s,lre 2,,654,v
1,expression,s,v 2,message,s,ve 3,reason,s,pe 4,messageExpression,s,ve
1,key,s,v 2,valueExpression,s,v
1,expressionWarnings,655,lre
1,type,s,v 2,status,s,v 3,observedGeneration,l,ve 4,lastTransitionTime,164,v 5,reason,s,v 6,message,s,v
1,apiVersion,s,ve 2,kind,s,ve
1,namespaceSelector,357,pe 2,objectSelector,357,pe 3,resourceRules,656,lre 4,excludeResourceRules,656,lre 7,matchPolicy,s,pe
1,name,s,v 2,expression,s,v
2,patchType,s,v 3,applyConfiguration,657,pe 4,jsonPatch,658,pe
1,name,s,v 2,expression,s,v
1,name,s,ve 2,namespace,s,ve 3,selector,357,pe 4,parameterNotFoundAction,s,pe
1,expression,s,v 2,message,s,ve 3,reason,s,pe 4,messageExpression,s,ve
1,key,s,v 2,valueExpression,s,v
1,expressionWarnings,659,lre
1,apiVersion,s,ve 2,kind,s,ve
1,namespaceSelector,357,pe 2,objectSelector,357,pe 3,resourceRules,660,lre 4,excludeResourceRules,660,lre 7,matchPolicy,s,pe
1,name,s,v 2,expression,s,v
2,patchType,s,v 3,applyConfiguration,661,pe 4,jsonPatch,662,pe
1,name,s,v 2,expression,s,v
1,name,s,ve 2,namespace,s,ve 3,selector,357,pe 4,parameterNotFoundAction,s,pe
3,url,s,pe 1,service,663,pe 2,caBundle,y,le
1,expression,s,v 2,message,s,ve 3,reason,s,pe 4,messageExpression,s,ve
1,key,s,v 2,valueExpression,s,v
1,expressionWarnings,664,lre
1,plural,s,v 2,singular,s,ve 3,shortNames,s,lre 4,kind,s,v 5,listKind,s,ve 6,categories,s,lre
1,name,s,v 2,served,b,v 3,storage,b,v 7,deprecated,b,ve 8,deprecationWarning,s,pe 4,schema,665,pe 5,subresources,666,pe 6,additionalPrinterColumns,667,lre 9,selectableFields,668,lre
1,strategy,s,v 2,webhook,669,pe
1,type,s,v 2,status,s,v 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve 6,observedGeneration,l,ve
1,namespace,s,ve 2,name,s,ve 3,port,i,pe
1,type,s,v 2,status,s,v 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,type,s,ve 2,rollingUpdate,670,pe
1,type,s,v 2,status,s,v 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,type,s,ve 2,rollingUpdate,671,pe
1,type,s,v 2,status,s,v 6,lastUpdateTime,164,ve 7,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,type,s,v 2,status,s,v 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,type,s,ve 2,rollingUpdate,672,pe
1,whenDeleted,s,ve 2,whenScaled,s,ve
1,start,i,v
1,type,s,v 2,status,s,v 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,type,s,ve 2,rollingUpdate,673,pe
1,revision,l,ve
1,type,s,v 2,status,s,v 6,lastUpdateTime,164,ve 7,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,type,s,ve 2,rollingUpdate,674,pe
1,whenDeleted,s,ve 2,whenScaled,s,ve
1,start,i,v
1,type,s,v 2,status,s,v 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,type,s,ve 2,rollingUpdate,675,pe
1,type,s,v 2,status,s,v 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,type,s,ve 2,rollingUpdate,676,pe
1,type,s,v 2,status,s,v 6,lastUpdateTime,164,ve 7,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,type,s,v 2,status,s,v 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,type,s,ve 2,rollingUpdate,677,pe
1,whenDeleted,s,ve 2,whenScaled,s,ve
1,start,i,v
1,type,s,v 2,status,s,v 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,username,s,ve 2,uid,s,ve 3,groups,s,lre 4,extra,678,me
1,kind,s,ve 2,apiVersion,s,ve 3,name,s,ve 4,uid,s,ve
1,username,s,ve 2,uid,s,ve 3,groups,s,lre 4,extra,679,me
1,namespace,s,ve 2,verb,s,ve 3,group,s,ve 4,version,s,ve 5,resource,s,ve 6,subresource,s,ve 7,name,s,ve 8,fieldSelector,680,pe 9,labelSelector,681,pe
1,path,s,ve 2,verb,s,ve
@list 1,,s,lr
1,verbs,s,lr 2,apiGroups,s,lre 3,resources,s,lre 4,resourceNames,s,lre
1,verbs,s,lr 2,nonResourceURLs,s,lre
1,namespace,s,ve 2,verb,s,ve 3,group,s,ve 4,version,s,ve 5,resource,s,ve 6,subresource,s,ve 7,name,s,ve 8,fieldSelector,680,pe 9,labelSelector,681,pe
1,path,s,ve 2,verb,s,ve
@list 1,,s,lr
1,verbs,s,lr 2,apiGroups,s,lre 3,resources,s,lre 4,resourceNames,s,lre
1,verbs,s,lr 2,nonResourceURLs,s,lre
1,kind,s,v 2,name,s,v 3,apiVersion,s,ve
1,kind,s,v 2,name,s,v 3,apiVersion,s,ve
1,type,s,v 2,object,682,pe 3,pods,683,pe 4,resource,684,pe 7,containerResource,685,pe 5,external,686,pe
1,scaleUp,687,pe 2,scaleDown,687,pe
1,type,s,v 2,object,688,pe 3,pods,689,pe 4,resource,690,pe 7,containerResource,691,pe 5,external,692,pe
1,type,s,v 2,status,s,v 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,metadata,0,ve 2,spec,242,ve
1,rules,693,lr
1,rules,694,lr
1,type,s,v 2,status,s,v 3,lastProbeTime,164,ve 4,lastTransitionTime,164,ve 5,reason,s,ve 6,message,s,ve
1,succeeded,s,lre 2,failed,s,lre
1,metadata,0,ve 2,spec,242,ve
@list 1,,s,lr
1,type,s,v 6,status,s,v 2,reason,s,ve 3,message,s,ve 4,lastUpdateTime,164,ve 5,lastTransitionTime,164,ve
@list 1,,s,lr
1,type,s,v 6,status,s,v 2,reason,s,ve 3,message,s,ve 4,lastUpdateTime,164,ve 5,lastTransitionTime,164,ve
1,ready,b,pe 2,serving,b,pe 3,terminating,b,pe
1,forZones,695,lre 2,forNodes,696,lre
1,ready,b,pe 2,serving,b,pe 3,terminating,b,pe
1,forZones,697,lre 2,forNodes,698,lre
1,type,s,ve 2,rollingUpdate,699,pe
1,type,s,v 2,status,s,v 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,type,s,ve 2,rollingUpdate,700,pe
1,revision,l,ve
1,type,s,v 2,status,s,v 6,lastUpdateTime,164,ve 7,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,serviceName,s,ve 2,servicePort,548,ve 3,resource,620,pe
1,hosts,s,lre 2,secretName,s,ve
1,host,s,ve 2,,701,v
1,ingress,702,lre
1,ports,703,lre 2,from,704,lre
1,ports,703,lre 2,to,704,lre
1,type,s,v 2,status,s,v 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,name,s,v
1,type,s,v
1,subjects,705,lr 2,resourceRules,706,lre 3,nonResourceRules,707,lre
1,type,s,ve 2,status,s,ve 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,nominalConcurrencyShares,i,p 2,limitResponse,708,ve 3,lendablePercent,i,pe 4,borrowingLimitPercent,i,pe
1,nominalConcurrencyShares,i,pe 2,lendablePercent,i,pe
1,type,s,ve 2,status,s,ve 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,name,s,v
1,type,s,v
1,subjects,709,lr 2,resourceRules,710,lre 3,nonResourceRules,711,lre
1,type,s,ve 2,status,s,ve 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,assuredConcurrencyShares,i,v 2,limitResponse,712,ve 3,lendablePercent,i,pe 4,borrowingLimitPercent,i,pe
1,nominalConcurrencyShares,i,pe 2,lendablePercent,i,pe
1,type,s,ve 2,status,s,ve 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,name,s,v
1,type,s,v
1,subjects,713,lr 2,resourceRules,714,lre 3,nonResourceRules,715,lre
1,type,s,ve 2,status,s,ve 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,assuredConcurrencyShares,i,v 2,limitResponse,716,ve 3,lendablePercent,i,pe 4,borrowingLimitPercent,i,pe
1,nominalConcurrencyShares,i,pe 2,lendablePercent,i,pe
1,type,s,ve 2,status,s,ve 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,name,s,v
1,type,s,v
1,subjects,717,lr 2,resourceRules,718,lre 3,nonResourceRules,719,lre
1,type,s,ve 2,status,s,ve 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,nominalConcurrencyShares,i,v 2,limitResponse,720,ve 3,lendablePercent,i,pe 4,borrowingLimitPercent,i,pe
1,nominalConcurrencyShares,i,pe 2,lendablePercent,i,pe
1,type,s,ve 2,status,s,ve 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,apiServerID,s,ve 2,encodingVersion,s,ve 3,decodableVersions,s,lre 4,servedVersions,s,lre
1,type,s,v 2,status,s,v 3,observedGeneration,l,ve 4,lastTransitionTime,164,ve 5,reason,s,v 6,message,s,ve
1,group,s,ve 2,resource,s,ve 3,namespace,s,ve 4,name,s,ve
4,service,721,pe 3,resource,620,pe
1,hosts,s,lre 2,secretName,s,ve
1,host,s,ve 2,,722,v
1,ingress,723,lre
1,apiGroup,s,pe 2,kind,s,v 3,name,s,v 4,scope,s,p 5,namespace,s,pe
1,ports,724,lre 2,from,725,lre
1,ports,724,lre 2,to,725,lre
1,group,s,ve 2,resource,s,ve 3,namespace,s,ve 4,name,s,ve
1,serviceName,s,ve 2,servicePort,548,ve 3,resource,620,pe
1,hosts,s,lre 2,secretName,s,ve
1,host,s,ve 2,,726,v
1,ingress,727,lre
1,apiGroup,s,pe 2,kind,s,v 3,name,s,v 4,scope,s,p 5,namespace,s,pe
1,key,s,ve 2,operator,s,ve 3,value,s,ve 4,effect,s,ve 5,tolerationSeconds,l,pe
1,podFixed,358,me
1,nodeSelector,s,me 2,tolerations,544,lre
1,uid,s,pe 2,resourceVersion,s,pe
@intOrString 1,,l,v 2,,i,v 3,,s,v
1,cel,728,pe
1,,729,v
1,requests,730,lr 2,constraints,731,lre 3,config,732,lre
1,devices,733,ve 3,nodeSelector,556,pe 5,allocationTimestamp,164,pe
1,apiGroup,s,ve 3,resource,s,v 4,name,s,v 5,uid,s,v
1,driver,s,v 2,pool,s,v 3,device,s,v 7,shareID,s,pe 4,conditions,404,lr 5,data,190,pe 6,networkData,734,pe
1,name,s,v 2,generation,l,v 3,resourceSliceCount,l,v
1,nodeSelectorTerms,735,lr
1,name,s,v 2,attributes,736,me 3,capacity,737,me 4,consumesCounters,738,lre 5,nodeName,s,pe 6,nodeSelector,556,pe 7,allNodes,b,pe 8,taints,739,lre 9,bindsToNode,b,pe 10,bindingConditions,s,lre 11,bindingFailureConditions,s,lre 12,allowMultipleAllocations,b,pe 13,nodeAllocatableResourceMappings,740,me
1,name,s,v 2,counters,741,me
2,driver,s,pe 3,pool,s,pe 4,device,s,pe
1,key,s,v 2,value,s,ve 3,effect,s,v 4,timeAdded,164,pe
1,driver,s,ve 2,poolName,s,ve 9,generation,l,v 8,resourceSliceCount,i,pe 4,totalDevices,i,pe 5,allocatedDevices,i,pe 6,availableDevices,i,pe 7,unavailableDevices,i,pe 3,nodeName,s,pe 10,validationError,s,pe
1,cel,742,pe
1,,743,v
1,requests,744,lr 2,constraints,745,lre 3,config,746,lre
1,devices,747,ve 3,nodeSelector,556,pe 5,allocationTimestamp,164,pe
1,apiGroup,s,ve 3,resource,s,v 4,name,s,v 5,uid,s,v
1,driver,s,v 2,pool,s,v 3,device,s,v 7,shareID,s,pe 4,conditions,404,lr 5,data,190,pe 6,networkData,748,pe
1,name,s,v 2,generation,l,v 3,resourceSliceCount,l,v
1,name,s,v 2,basic,749,pe
1,name,s,v 2,counters,750,me
1,cel,751,pe
1,,752,v
2,driver,s,pe 3,pool,s,pe 4,device,s,pe
1,key,s,v 2,value,s,ve 3,effect,s,v 4,timeAdded,164,pe
1,requests,753,lr 2,constraints,754,lre 3,config,755,lre
1,devices,756,ve 3,nodeSelector,556,pe 5,allocationTimestamp,164,pe
1,apiGroup,s,ve 3,resource,s,v 4,name,s,v 5,uid,s,v
1,driver,s,v 2,pool,s,v 3,device,s,v 7,shareID,s,pe 4,conditions,404,lr 5,data,190,pe 6,networkData,757,pe
1,name,s,v 2,generation,l,v 3,resourceSliceCount,l,v
1,name,s,v 2,attributes,758,me 3,capacity,759,me 4,consumesCounters,760,lre 5,nodeName,s,pe 6,nodeSelector,556,pe 7,allNodes,b,pe 8,taints,574,lre 9,bindsToNode,b,pe 10,bindingConditions,s,lre 11,bindingFailureConditions,s,lre 12,allowMultipleAllocations,b,pe 13,nodeAllocatableResourceMappings,761,me
1,name,s,v 2,counters,762,me
1,workload,763,p
1,basic,764,pe 2,gang,765,pe
1,topology,766,lre
1,name,s,v 2,resourceClaimName,s,pe 3,resourceClaimTemplateName,s,pe
1,name,s,v 2,resourceClaimName,s,pe
1,apiGroup,s,ve 2,kind,s,v 3,name,s,v
1,name,s,v 2,schedulingPolicy,583,v 3,schedulingConstraints,584,p 4,resourceClaims,585,lre 5,disruptionMode,s,pe 6,priorityClassName,s,ve 7,priority,i,pe
1,audience,s,v 2,expirationSeconds,l,pe
1,name,s,v 2,nodeID,s,v 3,topologyKeys,s,lr 4,allocatable,767,pe
1,key,s,v 2,operator,s,v 3,values,s,lre
1,key,s,v 2,values,s,lr
1,persistentVolumeName,s,pe 2,inlineVolumeSpec,378,pe
1,time,164,ve 2,message,s,ve 3,errorCode,i,pe
1,persistentVolumeName,s,pe 2,inlineVolumeSpec,378,pe
1,time,164,ve 2,message,s,ve 3,errorCode,i,pe
1,audience,s,v 2,expirationSeconds,l,pe
1,name,s,v 2,nodeID,s,v 3,topologyKeys,s,lr 4,allocatable,768,pe
1,persistentVolumeName,s,pe 2,inlineVolumeSpec,378,pe
1,time,164,ve 2,message,s,ve 3,errorCode,i,pe
1,group,s,v 2,resource,s,v
1,ip,s,v 3,hostname,s,ve 4,nodeName,s,pe 2,targetRef,264,pe
1,name,s,ve 2,port,i,v 3,protocol,s,ve 4,appProtocol,s,pe
1,type,s,v 2,max,358,me 3,min,358,me 4,default,358,me 5,defaultRequest,358,me 6,maxLimitRequestRatio,358,me
1,type,s,v 2,status,s,v 4,lastTransitionTime,164,ve 5,reason,s,ve 6,message,s,ve
1,key,s,v 2,value,s,ve 3,effect,s,v 4,timeAdded,164,pe
2,configMap,769,pe
1,type,s,v 2,status,s,v 3,lastHeartbeatTime,164,ve 4,lastTransitionTime,164,ve 5,reason,s,ve 6,message,s,ve
1,type,s,v 2,address,s,v
1,kubeletEndpoint,770,ve
1,machineID,s,v 2,systemUUID,s,v 3,bootID,s,v 4,kernelVersion,s,v 5,osImage,s,v 6,containerRuntimeVersion,s,v 7,kubeletVersion,s,v 8,kubeProxyVersion,s,v 9,operatingSystem,s,v 10,architecture,s,v 11,swap,771,pe
1,names,s,lr 2,sizeBytes,l,ve
1,name,s,v 2,devicePath,s,v
1,assigned,607,pe 2,active,607,pe 3,lastKnownGood,607,pe 4,error,s,ve
1,name,s,v 2,features,772,pe
1,supplementalGroupsPolicy,b,pe
1,gcePersistentDisk,773,pe 2,awsElasticBlockStore,774,pe 3,hostPath,775,pe 4,glusterfs,776,pe 5,nfs,777,pe 6,rbd,778,pe 7,iscsi,779,pe 8,cinder,780,pe 9,cephfs,781,pe 10,fc,782,pe 11,flocker,783,pe 12,flexVolume,784,pe 13,azureFile,785,pe 14,vsphereVolume,786,pe 15,quobyte,787,pe 16,azureDisk,788,pe 17,photonPersistentDisk,789,pe 18,portworxVolume,790,pe 19,scaleIO,791,pe 20,local,792,pe 21,storageos,793,pe 22,csi,794,pe
1,required,556,pe
1,limits,358,me 2,requests,358,me
1,apiGroup,s,p 2,kind,s,v 3,name,s,v
1,apiGroup,s,p 2,kind,s,v 3,name,s,v 4,namespace,s,pe
1,type,s,v 2,status,s,v 3,lastProbeTime,164,ve 4,lastTransitionTime,164,ve 5,reason,s,ve 6,message,s,ve
1,targetVolumeAttributesClassName,s,ve 2,status,s,v
1,name,s,v 2,,795,v
1,name,s,v 2,image,s,ve 3,command,s,lre 4,args,s,lre 5,workingDir,s,ve 6,ports,796,lre 19,envFrom,797,lre 7,env,798,lre 8,resources,636,ve 23,resizePolicy,799,lre 24,restartPolicy,s,pe 25,restartPolicyRules,800,lre 9,volumeMounts,801,lre 21,volumeDevices,802,lre 10,livenessProbe,803,pe 11,readinessProbe,803,pe 22,startupProbe,803,pe 12,lifecycle,804,pe 13,terminationMessagePath,s,ve 20,terminationMessagePolicy,s,ve 14,imagePullPolicy,s,ve 15,securityContext,805,pe 16,stdin,b,ve 17,stdinOnce,b,ve 18,tty,b,ve
1,,806,v 2,targetContainerName,s,ve
1,seLinuxOptions,807,pe 8,windowsOptions,808,pe 2,runAsUser,l,pe 6,runAsGroup,l,pe 3,runAsNonRoot,b,pe 4,supplementalGroups,l,lre 12,supplementalGroupsPolicy,s,pe 5,fsGroup,l,pe 7,sysctls,809,lre 9,fsGroupChangePolicy,s,pe 10,seccompProfile,810,pe 11,appArmorProfile,811,pe 13,seLinuxChangePolicy,s,pe
1,nodeAffinity,812,pe 2,podAffinity,813,pe 3,podAntiAffinity,814,pe
1,ip,s,v 2,hostnames,s,lre
1,nameservers,s,lre 2,searches,s,lre 3,options,815,lre
1,conditionType,s,v
1,maxSkew,i,v 2,topologyKey,s,v 3,whenUnsatisfiable,s,v 4,labelSelector,357,pe 5,minDomains,i,pe 6,nodeAffinityPolicy,s,pe 7,nodeTaintsPolicy,s,pe 8,matchLabelKeys,s,lre
1,name,s,v
1,name,s,v
1,name,s,v 3,resourceClaimName,s,pe 4,resourceClaimTemplateName,s,pe
1,limits,358,me 2,requests,358,me 3,claims,816,lre
1,podGroupName,s,pe
1,type,s,v 7,observedGeneration,l,ve 2,status,s,v 3,lastProbeTime,164,ve 4,lastTransitionTime,164,ve 5,reason,s,ve 6,message,s,ve
1,ip,s,v
1,ip,s,v
1,name,s,v 2,state,817,ve 3,lastState,817,ve 4,ready,b,v 5,restartCount,i,v 6,image,s,v 7,imageID,s,v 8,containerID,s,ve 9,started,b,pe 10,allocatedResources,358,me 11,resources,636,pe 12,volumeMounts,818,lre 13,user,819,pe 14,allocatedResourcesStatus,820,lre 15,stopSignal,s,pe
1,name,s,v 2,resourceClaimName,s,pe
1,requestMappings,821,lr 2,resourceClaimName,s,v
1,resourceClaimName,s,v 2,containers,s,lre 3,resources,358,m
1,type,s,v 2,status,s,v 3,lastTransitionTime,164,ve 4,reason,s,ve 5,message,s,ve
1,matchExpressions,822,lre
1,name,s,ve 2,protocol,s,ve 6,appProtocol,s,pe 3,port,i,v 4,targetPort,548,ve 5,nodePort,i,ve
1,clientIP,823,pe
1,ingress,824,lre
1,resourceNames,s,lre 2,,400,v
1,expression,s,ve
1,expression,s,ve
1,namespace,s,v 2,name,s,v 3,path,s,pe 4,port,i,pe
1,apiGroups,s,lre 2,apiVersions,s,lre 3,resources,s,lre 4,scope,s,pe
2,fieldRef,s,v 3,warning,s,v
1,resourceNames,s,lre 2,,400,v
1,expression,s,ve
1,expression,s,ve
2,fieldRef,s,v 3,warning,s,v
1,resourceNames,s,lre 2,,400,v
1,expression,s,ve
1,expression,s,ve
1,namespace,s,v 2,name,s,v 3,path,s,pe 4,port,i,pe
2,fieldRef,s,v 3,warning,s,v
1,openAPIV3Schema,825,pe
1,status,826,pe 2,scale,827,pe
1,name,s,v 2,type,s,v 3,format,s,ve 4,description,s,ve 5,priority,i,ve 6,jsonPath,s,v
1,jsonPath,s,v
2,clientConfig,828,pe 3,conversionReviewVersions,s,lr
1,maxUnavailable,548,pe 2,maxSurge,548,pe
1,maxUnavailable,548,pe 2,maxSurge,548,pe
1,partition,i,pe 2,maxUnavailable,548,pe
1,maxUnavailable,548,pe 2,maxSurge,548,pe
1,partition,i,pe 2,maxUnavailable,548,pe
1,maxUnavailable,548,pe 2,maxSurge,548,pe
1,maxUnavailable,548,pe 2,maxSurge,548,pe
1,partition,i,pe 2,maxUnavailable,548,pe
@list 1,,s,lr
@list 1,,s,lr
1,rawSelector,s,ve 2,requirements,829,lre
1,rawSelector,s,ve 2,requirements,591,lre
1,describedObject,469,v 2,target,830,v 3,metric,831,v
1,metric,831,v 2,target,830,v
1,name,s,v 2,target,830,v
1,name,s,v 2,target,830,v 3,container,s,v
1,metric,831,v 2,target,830,v
3,stabilizationWindowSeconds,i,pe 1,selectPolicy,s,pe 2,policies,832,lre 4,tolerance,358,pe
1,metric,831,v 2,current,833,v 3,describedObject,469,v
1,metric,831,v 2,current,833,v
1,name,s,v 2,current,833,v
1,name,s,v 2,current,833,v 3,container,s,v
1,metric,831,v 2,current,833,v
1,action,s,v 2,onExitCodes,834,pe 3,onPodConditions,835,lre
1,succeededIndexes,s,pe 2,succeededCount,i,pe
1,name,s,v
1,name,s,v
1,name,s,v
1,name,s,v
1,maxUnavailable,548,pe 2,maxSurge,548,pe
1,maxUnavailable,548,pe 2,maxSurge,548,pe
1,http,836,pe
1,ip,s,ve 2,hostname,s,ve 4,ports,837,lre
1,protocol,s,pe 2,port,548,pe 3,endPort,i,pe
1,podSelector,357,pe 2,namespaceSelector,357,pe 3,ipBlock,838,pe
1,kind,s,v 2,user,839,pe 3,group,840,pe 4,serviceAccount,841,pe
1,verbs,s,lr 2,apiGroups,s,lr 3,resources,s,lr 4,clusterScope,b,ve 5,namespaces,s,lr
1,verbs,s,lr 6,nonResourceURLs,s,lr
1,type,s,v 2,queuing,842,pe
1,kind,s,v 2,user,843,pe 3,group,844,pe 4,serviceAccount,845,pe
1,verbs,s,lr 2,apiGroups,s,lr 3,resources,s,lr 4,clusterScope,b,ve 5,namespaces,s,lr
1,verbs,s,lr 6,nonResourceURLs,s,lr
1,type,s,v 2,queuing,846,pe
1,kind,s,v 2,user,847,pe 3,group,848,pe 4,serviceAccount,849,pe
1,verbs,s,lr 2,apiGroups,s,lr 3,resources,s,lr 4,clusterScope,b,ve 5,namespaces,s,lr
1,verbs,s,lr 6,nonResourceURLs,s,lr
1,type,s,v 2,queuing,850,pe
1,kind,s,v 2,user,851,pe 3,group,852,pe 4,serviceAccount,853,pe
1,verbs,s,lr 2,apiGroups,s,lr 3,resources,s,lr 4,clusterScope,b,ve 5,namespaces,s,lr
1,verbs,s,lr 6,nonResourceURLs,s,lr
1,type,s,v 2,queuing,854,pe
1,name,s,v 2,port,855,ve
1,http,856,pe
1,ip,s,ve 2,hostname,s,ve 4,ports,857,lre
1,protocol,s,pe 2,port,548,pe 3,endPort,i,pe
1,podSelector,357,pe 2,namespaceSelector,357,pe 3,ipBlock,858,pe
1,http,859,pe
1,ip,s,ve 2,hostname,s,ve 4,ports,860,lre
1,expression,s,v
1,opaque,861,pe
1,name,s,v 2,exactly,862,pe 3,firstAvailable,863,lre
1,requests,s,lre 2,matchAttribute,s,pe 3,distinctAttribute,s,pe
1,requests,s,lre 2,,729,v
1,results,864,lre 2,config,865,lre
1,interfaceName,s,ve 2,ips,s,lre 3,hardwareAddress,s,ve
1,matchExpressions,866,lre 2,matchFields,866,lre
2,int,l,pe 3,bool,b,pe 4,string,s,pe 5,version,s,pe 6,ints,l,lre 7,bools,b,lre 8,strings,s,lre 9,versions,s,lre
1,value,358,v 2,requestPolicy,867,pe
1,counterSet,s,v 2,counters,741,me
1,key,s,v 2,value,s,ve 3,effect,s,v 4,timeAdded,164,pe
1,capacityKey,s,pe 2,allocationMultiplier,358,pe
1,value,358,v
1,expression,s,v
1,opaque,868,pe
1,name,s,v 2,deviceClassName,s,v 3,selectors,562,lre 4,allocationMode,s,ve 5,count,l,ve 6,adminAccess,b,pe 7,firstAvailable,869,lre 8,tolerations,870,lre 9,capacity,871,pe
1,requests,s,lre 2,matchAttribute,s,pe 3,distinctAttribute,s,pe
1,requests,s,lre 2,,743,v
1,results,872,lre 2,config,873,lre
1,interfaceName,s,ve 2,ips,s,lre 3,hardwareAddress,s,ve
1,attributes,874,me 2,capacity,875,me 3,consumesCounters,876,lre 4,nodeName,s,pe 5,nodeSelector,556,pe 6,allNodes,b,pe 7,taints,877,lre 8,bindsToNode,b,pe 9,bindingConditions,s,lre 10,bindingFailureConditions,s,lre 11,allowMultipleAllocations,b,pe 12,nodeAllocatableResourceMappings,878,me
1,value,358,v
1,expression,s,v
1,opaque,879,pe
1,name,s,v 2,exactly,880,pe 3,firstAvailable,881,lre
1,requests,s,lre 2,matchAttribute,s,pe 3,distinctAttribute,s,pe
1,requests,s,lre 2,,752,v
1,results,882,lre 2,config,883,lre
1,interfaceName,s,ve 2,ips,s,lre 3,hardwareAddress,s,ve
2,int,l,pe 3,bool,b,pe 4,string,s,pe 5,version,s,pe 6,ints,l,lre 7,bools,b,lre 8,strings,s,lre 9,versions,s,lre
1,value,358,v 2,requestPolicy,884,pe
1,counterSet,s,v 2,counters,762,me
1,capacityKey,s,pe 2,allocationMultiplier,358,pe
1,value,358,v
1,workloadName,s,v 2,podGroupTemplateName,s,v

1,minCount,i,v
1,key,s,v
1,count,i,pe
1,count,i,pe
1,namespace,s,v 2,name,s,v 3,uid,s,ve 4,resourceVersion,s,ve 5,kubeletConfigKey,s,v
1,Port,i,v
1,capacity,l,pe
1,recursiveReadOnlyMounts,b,pe 2,userNamespaces,b,pe
1,pdName,s,v 2,fsType,s,ve 3,partition,i,ve 4,readOnly,b,ve
1,volumeID,s,v 2,fsType,s,ve 3,partition,i,ve 4,readOnly,b,ve
1,path,s,v 2,type,s,pe
1,endpoints,s,v 2,path,s,v 3,readOnly,b,ve 4,endpointsNamespace,s,pe
1,server,s,v 2,path,s,v 3,readOnly,b,ve
1,monitors,s,lr 2,image,s,v 3,fsType,s,ve 4,pool,s,ve 5,user,s,ve 6,keyring,s,ve 7,secretRef,885,pe 8,readOnly,b,ve
1,targetPortal,s,v 2,iqn,s,v 3,lun,i,v 4,iscsiInterface,s,ve 5,fsType,s,ve 6,readOnly,b,ve 7,portals,s,lre 8,chapAuthDiscovery,b,ve 11,chapAuthSession,b,ve 10,secretRef,885,pe 12,initiatorName,s,pe
1,volumeID,s,v 2,fsType,s,ve 3,readOnly,b,ve 4,secretRef,885,pe
1,monitors,s,lr 2,path,s,ve 3,user,s,ve 4,secretFile,s,ve 5,secretRef,885,pe 6,readOnly,b,ve
1,targetWWNs,s,lre 2,lun,i,pe 3,fsType,s,ve 4,readOnly,b,ve 5,wwids,s,lre
1,datasetName,s,ve 2,datasetUUID,s,ve
1,driver,s,v 2,fsType,s,ve 3,secretRef,885,pe 4,readOnly,b,ve 5,options,s,me
1,secretName,s,v 2,shareName,s,v 3,readOnly,b,ve 4,secretNamespace,s,p
1,volumePath,s,v 2,fsType,s,ve 3,storagePolicyName,s,ve 4,storagePolicyID,s,ve
1,registry,s,v 2,volume,s,v 3,readOnly,b,ve 4,user,s,ve 5,group,s,ve 6,tenant,s,ve
1,diskName,s,v 2,diskURI,s,v 3,cachingMode,s,pe 4,fsType,s,pe 5,readOnly,b,pe 6,kind,s,pe
1,pdID,s,v 2,fsType,s,ve
1,volumeID,s,v 2,fsType,s,ve 3,readOnly,b,ve
1,gateway,s,v 2,system,s,v 3,secretRef,885,p 4,sslEnabled,b,ve 5,protectionDomain,s,ve 6,storagePool,s,ve 7,storageMode,s,ve 8,volumeName,s,ve 9,fsType,s,ve 10,readOnly,b,ve
1,path,s,v 2,fsType,s,pe
1,volumeName,s,ve 2,volumeNamespace,s,ve 3,fsType,s,ve 4,readOnly,b,ve 5,secretRef,264,pe
1,driver,s,v 2,volumeHandle,s,v 3,readOnly,b,ve 4,fsType,s,ve 5,volumeAttributes,s,me 6,controllerPublishSecretRef,885,pe 7,nodeStageSecretRef,885,pe 8,nodePublishSecretRef,885,pe 9,controllerExpandSecretRef,885,pe 10,nodeExpandSecretRef,885,pe
1,hostPath,775,pe 2,emptyDir,886,pe 3,gcePersistentDisk,773,pe 4,awsElasticBlockStore,774,pe 5,gitRepo,887,pe 6,secret,888,pe 7,nfs,777,pe 8,iscsi,889,pe 9,glusterfs,890,pe 10,persistentVolumeClaim,891,pe 11,rbd,892,pe 12,flexVolume,893,pe 13,cinder,894,pe 14,cephfs,895,pe 15,flocker,783,pe 16,downwardAPI,896,pe 17,fc,782,pe 18,azureFile,897,pe 19,configMap,898,pe 20,vsphereVolume,786,pe 21,quobyte,787,pe 22,azureDisk,788,pe 23,photonPersistentDisk,789,pe 26,projected,899,pe 24,portworxVolume,790,pe 25,scaleIO,900,pe 27,storageos,901,pe 28,csi,902,pe 29,ephemeral,903,pe 30,image,904,pe
1,name,s,ve 2,hostPort,i,ve 3,containerPort,i,v 4,protocol,s,ve 5,hostIP,s,ve
1,prefix,s,ve 2,configMapRef,905,pe 3,secretRef,906,pe
1,name,s,v 2,value,s,ve 3,valueFrom,907,pe
1,resourceName,s,v 2,restartPolicy,s,v
1,action,s,ve 2,exitCodes,908,pe
1,name,s,v 2,readOnly,b,ve 7,recursiveReadOnly,s,pe 3,mountPath,s,v 4,subPath,s,ve 5,mountPropagation,s,pe 6,subPathExpr,s,ve
1,name,s,v 2,devicePath,s,v
1,,909,v 2,initialDelaySeconds,i,ve 3,timeoutSeconds,i,ve 4,periodSeconds,i,ve 5,successThreshold,i,ve 6,failureThreshold,i,ve 7,terminationGracePeriodSeconds,l,pe
1,postStart,910,pe 2,preStop,910,pe 3,stopSignal,s,pe
1,capabilities,911,pe 2,privileged,b,pe 3,seLinuxOptions,807,pe 10,windowsOptions,808,pe 4,runAsUser,l,pe 8,runAsGroup,l,pe 5,runAsNonRoot,b,pe 6,readOnlyRootFilesystem,b,pe 7,allowPrivilegeEscalation,b,pe 9,procMount,s,pe 11,seccompProfile,810,pe 12,appArmorProfile,811,pe
1,name,s,v 2,image,s,ve 3,command,s,lre 4,args,s,lre 5,workingDir,s,ve 6,ports,796,lre 19,envFrom,797,lre 7,env,798,lre 8,resources,636,ve 23,resizePolicy,799,lre 24,restartPolicy,s,pe 25,restartPolicyRules,800,lre 9,volumeMounts,801,lre 21,volumeDevices,802,lre 10,livenessProbe,803,pe 11,readinessProbe,803,pe 22,startupProbe,803,pe 12,lifecycle,804,pe 13,terminationMessagePath,s,ve 20,terminationMessagePolicy,s,ve 14,imagePullPolicy,s,ve 15,securityContext,805,pe 16,stdin,b,ve 17,stdinOnce,b,ve 18,tty,b,ve
1,user,s,ve 2,role,s,ve 3,type,s,ve 4,level,s,ve
1,gmsaCredentialSpecName,s,pe 2,gmsaCredentialSpec,s,pe 3,runAsUserName,s,pe 4,hostProcess,b,pe
1,name,s,v 2,value,s,v
1,type,s,v 2,localhostProfile,s,pe
1,type,s,v 2,localhostProfile,s,pe
1,requiredDuringSchedulingIgnoredDuringExecution,556,pe 2,preferredDuringSchedulingIgnoredDuringExecution,912,lre
1,requiredDuringSchedulingIgnoredDuringExecution,913,lre 2,preferredDuringSchedulingIgnoredDuringExecution,914,lre
1,requiredDuringSchedulingIgnoredDuringExecution,913,lre 2,preferredDuringSchedulingIgnoredDuringExecution,914,lre
1,name,s,ve 2,value,s,pe
1,name,s,v 2,request,s,ve
1,waiting,915,pe 2,running,916,pe 3,terminated,917,pe
1,name,s,v 2,mountPath,s,v 3,readOnly,b,ve 4,recursiveReadOnly,s,pe 5,volumeStatus,918,pe
1,linux,919,pe
1,name,s,v 2,resources,920,lre
1,containerName,s,v 2,resourceName,s,v 3,requestName,s,v
1,scopeName,s,v 2,operator,s,v 3,values,s,lre
1,timeoutSeconds,i,pe
1,ip,s,ve 2,hostname,s,ve 3,ipMode,s,pe 4,ports,921,lre
1,id,s,ve 2,$schema,s,ve 3,$ref,s,pe 4,description,s,ve 5,type,s,ve 6,format,s,ve 7,title,s,ve 8,default,922,pe 9,maximum,d,pe 10,exclusiveMaximum,b,ve 11,minimum,d,pe 12,exclusiveMinimum,b,ve 13,maxLength,l,pe 14,minLength,l,pe 15,pattern,s,ve 16,maxItems,l,pe 17,minItems,l,pe 18,uniqueItems,b,ve 19,multipleOf,d,pe 20,enum,922,lre 21,maxProperties,l,pe 22,minProperties,l,pe 23,required,s,lre 24,items,923,pe 25,allOf,825,lre 26,oneOf,825,lre 27,anyOf,825,lre 28,not,825,pe 29,properties,825,me 30,additionalProperties,924,pe 31,patternProperties,825,me 32,dependencies,925,me 33,additionalItems,924,pe 34,definitions,825,me 35,externalDocs,926,pe 36,example,922,pe 37,nullable,b,ve 38,x-kubernetes-preserve-unknown-fields,b,pe 39,x-kubernetes-embedded-resource,b,ve 40,x-kubernetes-int-or-string,b,ve 41,x-kubernetes-list-map-keys,s,lre 42,x-kubernetes-list-type,s,pe 43,x-kubernetes-map-type,s,pe 44,x-kubernetes-validations,927,lre

1,specReplicasPath,s,v 2,statusReplicasPath,s,v 3,labelSelectorPath,s,pe
3,url,s,pe 1,service,928,pe 2,caBundle,y,le
1,key,s,v 2,operator,s,v 3,values,s,lre
1,type,s,v 2,value,358,pe 3,averageValue,358,pe 4,averageUtilization,i,pe
1,name,s,v 2,selector,357,pe
1,type,s,v 2,value,i,v 3,periodSeconds,i,v
1,value,358,pe 2,averageValue,358,pe 3,averageUtilization,i,pe
1,containerName,s,pe 2,operator,s,v 3,values,i,lr
1,type,s,v 2,status,s,v
1,paths,929,lr
1,port,i,v 2,protocol,s,v 3,error,s,pe
1,cidr,s,v 2,except,s,lre
1,name,s,v
1,name,s,v
1,namespace,s,v 2,name,s,v
1,queues,i,v 2,handSize,i,v 3,queueLengthLimit,i,v
1,name,s,v
1,name,s,v
1,namespace,s,v 2,name,s,v
1,queues,i,v 2,handSize,i,v 3,queueLengthLimit,i,v
1,name,s,v
1,name,s,v
1,namespace,s,v 2,name,s,v
1,queues,i,v 2,handSize,i,v 3,queueLengthLimit,i,v
1,name,s,v
1,name,s,v
1,namespace,s,v 2,name,s,v
1,queues,i,v 2,handSize,i,v 3,queueLengthLimit,i,v
1,name,s,ve 2,number,i,ve
1,paths,930,lr
1,port,i,v 2,protocol,s,v 3,error,s,pe
1,cidr,s,v 2,except,s,lre
1,paths,931,lr
1,port,i,v 2,protocol,s,v 3,error,s,pe
1,driver,s,v 2,parameters,190,v
1,deviceClassName,s,v 2,selectors,549,lre 3,allocationMode,s,ve 4,count,l,ve 5,adminAccess,b,pe 6,tolerations,932,lre 7,capacity,933,pe
1,name,s,v 2,deviceClassName,s,v 3,selectors,549,lre 4,allocationMode,s,ve 5,count,l,ve 6,tolerations,932,lre 7,capacity,933,pe
1,request,s,v 2,driver,s,v 3,pool,s,v 4,device,s,v 5,adminAccess,b,pe 6,tolerations,932,lre 7,bindingConditions,s,lre 8,bindingFailureConditions,s,lre 9,shareID,s,pe 10,consumedCapacity,358,me
1,source,s,v 2,requests,s,lre 3,,729,v
1,key,s,v 2,operator,s,v 3,values,s,lre
1,default,358,p 3,validValues,358,lre 4,validRange,934,pe
1,driver,s,v 2,parameters,190,v
1,name,s,v 2,deviceClassName,s,v 3,selectors,562,lre 4,allocationMode,s,ve 5,count,l,ve 7,tolerations,870,lre 8,capacity,871,pe
1,key,s,ve 2,operator,s,ve 3,value,s,ve 4,effect,s,ve 5,tolerationSeconds,l,pe
1,requests,358,me
1,request,s,v 2,driver,s,v 3,pool,s,v 4,device,s,v 5,adminAccess,b,pe 6,tolerations,870,lre 7,bindingConditions,s,lre 8,bindingFailureConditions,s,lre 9,shareID,s,pe 10,consumedCapacity,358,me
1,source,s,v 2,requests,s,lre 3,,743,v
2,int,l,pe 3,bool,b,pe 4,string,s,pe 5,version,s,pe 6,ints,l,lre 7,bools,b,lre 8,strings,s,lre 9,versions,s,lre
1,value,358,v 2,requestPolicy,935,pe
1,counterSet,s,v 2,counters,750,me
1,key,s,v 2,value,s,ve 3,effect,s,v 4,timeAdded,164,pe
1,capacityKey,s,pe 2,allocationMultiplier,358,pe
1,driver,s,v 2,parameters,190,v
1,deviceClassName,s,v 2,selectors,571,lre 3,allocationMode,s,ve 4,count,l,ve 5,adminAccess,b,pe 6,tolerations,936,lre 7,capacity,937,pe
1,name,s,v 2,deviceClassName,s,v 3,selectors,571,lre 4,allocationMode,s,ve 5,count,l,ve 6,tolerations,936,lre 7,capacity,937,pe
1,request,s,v 2,driver,s,v 3,pool,s,v 4,device,s,v 5,adminAccess,b,pe 6,tolerations,936,lre 7,bindingConditions,s,lre 8,bindingFailureConditions,s,lre 9,shareID,s,pe 10,consumedCapacity,358,me
1,source,s,v 2,requests,s,lre 3,,752,v
1,default,358,p 3,validValues,358,lre 4,validRange,938,pe
1,name,s,ve 2,namespace,s,ve
1,medium,s,ve 2,sizeLimit,358,pe
1,repository,s,v 2,revision,s,ve 3,directory,s,ve
1,secretName,s,ve 2,items,939,lre 3,defaultMode,i,pe 4,optional,b,pe
1,targetPortal,s,v 2,iqn,s,v 3,lun,i,v 4,iscsiInterface,s,ve 5,fsType,s,ve 6,readOnly,b,ve 7,portals,s,lre 8,chapAuthDiscovery,b,ve 11,chapAuthSession,b,ve 10,secretRef,391,pe 12,initiatorName,s,pe
1,endpoints,s,v 2,path,s,v 3,readOnly,b,ve
1,claimName,s,v 2,readOnly,b,ve
1,monitors,s,lr 2,image,s,v 3,fsType,s,ve 4,pool,s,ve 5,user,s,ve 6,keyring,s,ve 7,secretRef,391,pe 8,readOnly,b,ve
1,driver,s,v 2,fsType,s,ve 3,secretRef,391,pe 4,readOnly,b,ve 5,options,s,me
1,volumeID,s,v 2,fsType,s,ve 3,readOnly,b,ve 4,secretRef,391,pe
1,monitors,s,lr 2,path,s,ve 3,user,s,ve 4,secretFile,s,ve 5,secretRef,391,pe 6,readOnly,b,ve
1,items,940,lre 2,defaultMode,i,pe
1,secretName,s,v 2,shareName,s,v 3,readOnly,b,ve
1,,391,v 2,items,939,lre 3,defaultMode,i,pe 4,optional,b,pe
1,sources,941,lr 2,defaultMode,i,pe
1,gateway,s,v 2,system,s,v 3,secretRef,391,p 4,sslEnabled,b,ve 5,protectionDomain,s,ve 6,storagePool,s,ve 7,storageMode,s,ve 8,volumeName,s,ve 9,fsType,s,ve 10,readOnly,b,ve
1,volumeName,s,ve 2,volumeNamespace,s,ve 3,fsType,s,ve 4,readOnly,b,ve 5,secretRef,391,pe
1,driver,s,v 2,readOnly,b,pe 3,fsType,s,pe 4,volumeAttributes,s,me 5,nodePublishSecretRef,391,pe
1,volumeClaimTemplate,942,pe
1,reference,s,ve 2,pullPolicy,s,ve
1,,391,v 2,optional,b,pe
1,,391,v 2,optional,b,pe
1,fieldRef,943,pe 2,resourceFieldRef,944,pe 3,configMapKeyRef,945,pe 4,secretKeyRef,946,pe 5,fileKeyRef,947,pe
1,operator,s,ve 2,values,i,lre
1,exec,948,pe 2,httpGet,949,pe 3,tcpSocket,950,pe 4,grpc,951,pe
1,exec,948,pe 2,httpGet,949,pe 3,tcpSocket,950,pe 4,sleep,952,pe
1,add,s,lre 2,drop,s,lre
1,weight,i,v 2,preference,735,v
1,labelSelector,357,pe 2,namespaces,s,lre 3,topologyKey,s,v 4,namespaceSelector,357,pe 5,matchLabelKeys,s,lre 6,mismatchLabelKeys,s,lre
1,weight,i,v 2,podAffinityTerm,913,v
1,reason,s,ve 2,message,s,ve
1,startedAt,164,ve
1,exitCode,i,v 2,signal,i,ve 3,reason,s,ve 4,message,s,ve 5,startedAt,164,ve 6,finishedAt,164,ve 7,containerID,s,ve
1,image,953,pe
1,uid,l,v 2,gid,l,v 3,supplementalGroups,l,lre
1,resourceID,s,v 2,health,s,ve 6,message,s,pe
1,port,i,v 2,protocol,s,v 3,error,s,pe
@json 1,-,y,l
@orList 1,,825,p 2,,825,lr
@orBool 1,,b,v 2,,825,p
@orList 1,,825,p 2,,s,lr
1,description,s,ve 2,url,s,ve
1,rule,s,v 2,message,s,ve 3,messageExpression,s,ve 4,reason,s,pe 5,fieldPath,s,ve 6,optionalOldSelf,b,pe
1,namespace,s,v 2,name,s,v 3,path,s,pe 4,port,i,pe
1,path,s,ve 3,pathType,s,pe 2,backend,493,v
1,path,s,ve 3,pathType,s,p 2,backend,531,v
1,path,s,ve 3,pathType,s,pe 2,backend,539,v
1,key,s,ve 2,operator,s,ve 3,value,s,ve 4,effect,s,ve 5,tolerationSeconds,l,pe
1,requests,358,me
1,min,358,pe 2,max,358,pe 3,step,358,pe
1,default,358,p 3,validValues,358,lre 4,validRange,954,pe
1,key,s,ve 2,operator,s,ve 3,value,s,ve 4,effect,s,ve 5,tolerationSeconds,l,pe
1,requests,358,me
1,min,358,pe 2,max,358,pe 3,step,358,pe
1,key,s,v 2,path,s,v 3,mode,i,pe
1,path,s,v 2,fieldRef,943,pe 3,resourceFieldRef,944,pe 4,mode,i,pe
1,secret,955,pe 2,downwardAPI,956,pe 3,configMap,957,pe 4,serviceAccountToken,958,pe 5,clusterTrustBundle,959,pe 6,podCertificate,960,pe
1,metadata,0,ve 2,spec,380,v
1,apiVersion,s,ve 2,fieldPath,s,v
1,containerName,s,ve 2,resource,s,v 3,divisor,358,ve
1,,391,v 2,key,s,v 3,optional,b,pe
1,,391,v 2,key,s,v 3,optional,b,pe
1,volumeName,s,v 2,path,s,v 3,key,s,v 4,optional,b,pe
1,command,s,lre
1,path,s,ve 2,port,548,v 3,host,s,ve 4,scheme,s,ve 5,httpHeaders,961,lre
1,port,548,v 2,host,s,ve
1,port,i,v 2,service,s,p
1,seconds,l,v
1,imageRef,s,ve
1,min,358,pe 2,max,358,pe 3,step,358,pe
1,,391,v 2,items,939,lre 4,optional,b,pe
1,items,940,lre
1,,391,v 2,items,939,lre 4,optional,b,pe
1,audience,s,ve 2,expirationSeconds,l,pe 3,path,s,v
1,name,s,pe 2,signerName,s,pe 3,labelSelector,357,pe 5,optional,b,pe 4,path,s,v
1,signerName,s,ve 2,keyType,s,ve 3,maxExpirationSeconds,i,pe 4,credentialBundlePath,s,ve 5,keyPath,s,ve 6,certificateChainPath,s,ve 7,userAnnotations,s,me
1,name,s,v 2,value,s,v
"""#
}
