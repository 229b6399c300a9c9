// Azure Managed Redis: what instances share (breakers, permits, rates, indexes). Runs do not live here and go on without it.

param name string
param location string
param tags object

@description('Balanced_B0 is the smallest.')
param sku string

@description('Without a replica a restart of the node is an outage of a few minutes, which the coordinator survives.')
param highAvailability bool

var port = 10000

resource cluster 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: sku }
  properties: {
    highAvailability: highAvailability ? 'Enabled' : 'Disabled'
    minimumTlsVersion: '1.2'
    publicNetworkAccess: 'Enabled'
  }
}

resource database 'Microsoft.Cache/redisEnterprise/databases@2025-07-01' = {
  parent: cluster
  name: 'default'
  properties: {
    accessKeysAuthentication: 'Disabled'
    clientProtocol: 'Encrypted'
    port: port
    // Scripts touch several keys and a purge scans all of them; both need one shard. It cannot be changed later without a new database.
    clusteringPolicy: 'NoCluster'
    // A breaker or a permit that is evicted is a wrong decision; a refused write is an error that is seen.
    evictionPolicy: 'NoEviction'
    persistence: { aofEnabled: true, aofFrequency: '1s' }
  }
}

output name string = cluster.name
output databaseName string = database.name
output hostName string = cluster.properties.hostName
output url string = 'rediss://${cluster.properties.hostName}:${port}'
