// Secrets that no identity can replace. Their values never pass through a deployment: an operator puts them in, settings refer to them by name.

param name string
param location string
param tags object

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    enablePurgeProtection: true
    // Flex Consumption cannot resolve references to a vault that is closed to the network, not even from inside a virtual network.
    publicNetworkAccess: 'Enabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow' }
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
