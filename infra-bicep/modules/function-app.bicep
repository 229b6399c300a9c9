// The coordinator itself: a function app of the Flex Consumption plan with everything it reads from its environment.

import { coordinatorIdentity } from 'rbac.bicep'
import { storageAccount } from 'storage.bicep'

@export()
@description('A variable of the coordinator whose value is a secret in the vault.')
type secretSetting = {
  variable: string
  secret: string
}

param name string
param planName string
param location string
param tags object

param identity coordinatorIdentity

param storage storageAccount

param appInsightsConnectionString string
param keyVaultUri string

@description('Empty: state that instances share stays in each of them.')
param redisUrl string

@description('Empty: the app is not in a network.')
param subnetId string

@description('Letters and digits.')
param taskHub string

param runRetentionDays int
param allowMutations bool
param secrets secretSetting[]

@description('Variables of MCP servers and of the operator.')
param settings object

param httpAlwaysReady int
param durableAlwaysReady int
param maximumInstances int
param instanceMemoryMB int

// Flex Consumption takes the runtime from functionAppConfig and refuses FUNCTIONS_WORKER_RUNTIME, FUNCTIONS_EXTENSION_VERSION and WEBSITE_RUN_FROM_PACKAGE.
var ownSettings = {
  AzureWebJobsStorage__accountName: storage.name
  AzureWebJobsStorage__blobServiceUri: storage.blobEndpoint
  AzureWebJobsStorage__queueServiceUri: storage.queueEndpoint
  AzureWebJobsStorage__tableServiceUri: storage.tableEndpoint
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identity.clientId
  AzureWebJobsDisableHomepage: 'true'
  APPLICATIONINSIGHTS_CONNECTION_STRING: appInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.clientId};Authorization=AAD'
  // Tells the Azure SDK in the worker which of the app's identities to use.
  AZURE_CLIENT_ID: identity.clientId
  COORDINATOR_TASK_HUB: taskHub
  // It speaks stdio.
  OCI_UNIFIED_ENABLED: 'false'
  REDIS_URL: redisUrl
  RUN_RETENTION_DAYS: string(runRetentionDays)
  ALLOW_MUTATIONS: toLower(string(allowMutations))
}

var secretSettings = toObject(
  secrets,
  item => item.variable,
  item => '@Microsoft.KeyVault(SecretUri=${keyVaultUri}secrets/${item.secret})'
)

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identity.id
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: storage.deploymentContainerUrl
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: instanceMemoryMB
        alwaysReady: filter(
          [{ name: 'http', instanceCount: httpAlwaysReady }, { name: 'durable', instanceCount: durableAlwaysReady }],
          group => group.instanceCount > 0
        )
      }
    }
    // Flex Consumption refuses many properties of siteConfig, and not the same ones in every region: no more of them than needed.
    siteConfig: {
      minTlsVersion: '1.2'
      appSettings: map(
        items(union(ownSettings, settings, secretSettings)),
        item => { name: item.key, value: item.value }
      )
    }
  }

  // Publishing works with Entra tokens; passwords are of no use to anybody.
  resource noPasswords 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource noFtpPasswords 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }
}

output name string = app.name
output hostName string = app.properties.defaultHostName
