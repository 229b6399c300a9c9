// The app's storage account: host state, the durable task hub, the deployment package and run memory.
// The queues and tables of the task hub are not declared: the Durable extension creates them itself and names them after the hub and its partitions.

param name string
param location string
param tags object

@description('Standard_ZRS keeps runs when a zone fails. Not every region has it.')
param sku string

@description('RUN_RETENTION_DAYS.')
param runRetentionDays int

var deploymentContainer = 'deployments'
var runsContainer = 'coordinator-runs'

// The coordinator removes ended runs itself, with their index. The rule is a net below that, for what a broken sweep would leave for ever.
var sweepGraceDays = 7

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Enabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow' }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    // Brings back a container that somebody deleted. Soft delete of blobs stays off: it would keep a copy of every lease and index blob ever replaced.
    containerDeleteRetentionPolicy: { enabled: true, days: 7 }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for container in [deploymentContainer, runsContainer]: {
    parent: blobs
    name: container
    properties: { publicAccess: 'None' }
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'old-runs'
          type: 'Lifecycle'
          enabled: true
          definition: {
            // Never without the prefix: the containers of the Functions host and the task hub must not be touched.
            filters: { blobTypes: ['blockBlob', 'appendBlob'], prefixMatch: ['${runsContainer}/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: runRetentionDays + sweepGraceDays } } }
          }
        }
      ]
    }
  }
  dependsOn: [containers]
}

@export()
type storageAccount = {
  name: string
  blobEndpoint: string
  queueEndpoint: string
  tableEndpoint: string
  deploymentContainerUrl: string
}

output account storageAccount = {
  name: account.name
  blobEndpoint: account.properties.primaryEndpoints.blob
  queueEndpoint: account.properties.primaryEndpoints.queue
  tableEndpoint: account.properties.primaryEndpoints.table
  deploymentContainerUrl: '${account.properties.primaryEndpoints.blob}${deploymentContainer}'
}
