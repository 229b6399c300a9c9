// Who may do what: the identities and every assignment of a role to them. Nothing else in this folder grants anything.
//
// Identities are user-assigned, not the app's own: they exist before the app does, so that at its very first start the deployment package can be read and
// every secret reference resolves; and a new app in place of an old one keeps its rights.

param location string
param tags object

param identityName string
param storageAccountName string
param keyVaultName string
param appInsightsName string

@description('Empty: there is no Redis.')
param redisName string

@description('Empty: there are no MCP servers in containers, and no identity for them.')
param mcpIdentityName string

@description('The only secrets that MCP servers can read. They must be in the vault already.')
param mcpSecretNames string[]

@description('Container registry in this resource group that holds the images of MCP servers. Empty: images are public.')
param containerRegistryName string

@description('Object id of the person or group that puts secrets into the vault. Empty: nobody is given that right here.')
param operatorPrincipalId string

var roles = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  acrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d'
}

// The Functions host takes blob leases as owner; the task hub needs queues and tables.
var storageRoles = [roles.storageBlobDataOwner, roles.storageQueueDataContributor, roles.storageTableDataContributor]

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccountName
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: keyVaultName
}

resource appInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: appInsightsName
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: identityName
  location: location
  tags: tags
}

// A name must be valid even where its resource is not deployed.
resource mcpIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = if (!empty(mcpIdentityName)) {
  name: empty(mcpIdentityName) ? 'none' : mcpIdentityName
  location: location
  tags: tags
}

resource coordinatorOnStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in storageRoles: {
    scope: storage
    name: guid(storage.id, identity.id, role)
    properties: {
      principalId: identity.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource coordinatorOnVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, roles.keyVaultSecretsUser)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

resource coordinatorOnAppInsights 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: appInsights
  name: guid(appInsights.id, identity.id, roles.monitoringMetricsPublisher)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.monitoringMetricsPublisher
    )
  }
}

resource operatorOnVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorPrincipalId)) {
  scope: vault
  name: guid(vault.id, operatorPrincipalId, roles.keyVaultSecretsOfficer)
  properties: {
    principalId: operatorPrincipalId
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsOfficer)
  }
}

// Redis has access policies in place of roles.
resource redis 'Microsoft.Cache/redisEnterprise@2025-07-01' existing = if (!empty(redisName)) {
  name: empty(redisName) ? 'none' : redisName

  resource database 'databases' existing = {
    name: 'default'
  }
}

resource coordinatorOnRedis 'Microsoft.Cache/redisEnterprise/databases/accessPolicyAssignments@2025-07-01' = if (!empty(redisName)) {
  parent: redis::database
  name: 'coordinator'
  properties: {
    accessPolicyName: 'default'
    user: { objectId: identity.properties.principalId }
  }
}

resource mcpSecrets 'Microsoft.KeyVault/vaults/secrets@2025-05-01' existing = [
  for secret in mcpSecretNames: {
    parent: vault
    name: secret
  }
]

resource mcpServersOnSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (secret, index) in mcpSecretNames: {
    scope: mcpSecrets[index]
    name: guid(vault.id, secret, mcpIdentity.id, roles.keyVaultSecretsUser)
    properties: {
      principalId: mcpIdentity!.properties.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
    }
  }
]

resource registry 'Microsoft.ContainerRegistry/registries@2025-04-01' existing = if (!empty(containerRegistryName)) {
  name: empty(containerRegistryName) ? 'none' : containerRegistryName
}

resource mcpServersOnRegistry 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(containerRegistryName) && !empty(mcpIdentityName)) {
  scope: registry
  name: guid(registry.id, mcpIdentity.id, roles.acrPull)
  properties: {
    principalId: mcpIdentity!.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.acrPull)
  }
}

@export()
type coordinatorIdentity = {
  id: string
  principalId: string
  clientId: string
}

output coordinator coordinatorIdentity = {
  id: identity.id
  principalId: identity.properties.principalId
  clientId: identity.properties.clientId
}

@description('The identity of the MCP servers; empty if there are none.')
output mcpIdentityId string = empty(mcpIdentityName) ? '' : mcpIdentity.id
