// The coordinator on Azure: what there is and how it hangs together. How each part is made is in modules/; docs/azure.md says how to deploy.

targetScope = 'resourceGroup'

import { namesOf } from 'modules/names.bicep'
import { mcpServer } from 'modules/mcp-servers.bicep'
import { secretSetting } from 'modules/function-app.bicep'

@description('First part of every name: lower-case letters, digits and hyphens.')
@minLength(3)
@maxLength(16)
param workload string = 'coordinator'

@description('Which of several installations this is; part of every name.')
@minLength(2)
@maxLength(8)
param environmentName string

param location string = resourceGroup().location

@description('Added to the tags that every resource has.')
param tags object = {}

@description('Variables that are secrets in the vault. Each secret must be in the vault when the app starts: a reference that cannot be resolved is handed to the app as it stands.')
param secrets secretSetting[] = []

@description('Further variables of the coordinator, such as LLM_PROVIDER or RUN_MAX_ACTIVE; no secrets.')
param settings { *: string } = {}

@description('ALLOW_MUTATIONS: tools that change something may be called.')
param allowMutations bool = false

@description('RUN_RETENTION_DAYS: days for which ended runs are kept.')
@minValue(1)
@maxValue(3650)
param runRetentionDays int = 30

@description('Name of the durable task hub. A new name begins with no orchestrations; runs in run memory are taken up again by the sweep.')
@minLength(3)
@maxLength(45)
param taskHub string = 'coordinator'

@description('Instances that always wait for HTTP. With 0 the first event after a quiet time may find Slack gone: it gives up after 3 seconds.')
@minValue(0)
param httpAlwaysReady int = 1

@description('Instances that always wait for steps of runs. With 0 a run may begin some seconds late.')
@minValue(0)
param durableAlwaysReady int = 1

@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

@description('Without Redis each instance has breakers and limits of its own. Redis is paid by the hour, used or not.')
param withRedis bool = true

param redisSku string = 'Balanced_B0'

param redisHighAvailability bool = true

@description('MCP servers to run as containers, reachable for the coordinator alone.')
param mcpServers mcpServer[] = []

@description('Client id of an app registration for the MCP servers: they then accept nothing but Entra tokens of the coordinator.')
param mcpEntraClientId string = ''

@description('Container registry in this resource group with the images of the MCP servers. Empty: the images are public.')
param containerRegistryName string = ''

@description('Address space of the network between coordinator and MCP servers, at least a /25.')
param networkAddressPrefix string = '10.90.0.0/24'

@description('Object id of the person or group that puts secrets into the vault.')
param operatorPrincipalId string = ''

@description('Addresses that alerts are sent to.')
param alertEmails string[] = []

@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

var names = namesOf(workload, environmentName, uniqueString(resourceGroup().id, workload, environmentName))
var allTags = union({ application: workload, environment: environmentName, 'managed-by': 'bicep' }, tags)
var withMcpServers = !empty(mcpServers)

module storage 'modules/storage.bicep' = {
  params: {
    name: names.storage
    location: location
    tags: allTags
    sku: storageSku
    runRetentionDays: runRetentionDays
  }
}

module keyVault 'modules/key-vault.bicep' = {
  params: { name: names.keyVault, location: location, tags: allTags }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: names.workspace
    appInsightsName: names.appInsights
    location: location
    tags: allTags
    retentionDays: logRetentionDays
  }
}

module redis 'modules/redis.bicep' = if (withRedis) {
  params: {
    name: names.redis
    location: location
    tags: allTags
    sku: redisSku
    highAvailability: redisHighAvailability
  }
}

module rbac 'modules/rbac.bicep' = {
  params: {
    location: location
    tags: allTags
    identityName: names.identity
    storageAccountName: names.storage
    keyVaultName: names.keyVault
    appInsightsName: names.appInsights
    redisName: withRedis ? names.redis : ''
    mcpIdentityName: withMcpServers ? names.mcpIdentity : ''
    mcpSecretNames: union([], flatten(map(mcpServers, server => map(server.?secrets ?? [], item => item.secret))))
    containerRegistryName: containerRegistryName
    operatorPrincipalId: operatorPrincipalId
  }
  // Names, not outputs: so that what-if can tell what each role is assigned on.
  dependsOn: [storage, keyVault, monitoring, redis]
}

module network 'modules/network.bicep' = if (withMcpServers) {
  params: { name: names.network, location: location, tags: allTags, addressPrefix: networkAddressPrefix }
}

module mcp 'modules/mcp-servers.bicep' = if (withMcpServers) {
  params: {
    environmentName: names.mcpEnvironment
    location: location
    tags: allTags
    servers: mcpServers
    subnetId: network!.outputs.mcpServersSubnetId
    workspaceId: monitoring.outputs.workspaceId
    keyVaultUri: keyVault.outputs.uri
    identityId: rbac.outputs.mcpIdentityId
    registryServer: empty(containerRegistryName)
      ? ''
      : '${containerRegistryName}${environment().suffixes.acrLoginServer}'
    entraClientId: mcpEntraClientId
    callerPrincipalId: rbac.outputs.coordinator.principalId
  }
}

module privateDns 'modules/private-dns.bicep' = if (withMcpServers) {
  params: {
    #disable-next-line what-if-short-circuiting // Azure makes the domain up when it creates the environment.
    domain: mcp!.outputs.domain
    ipAddress: mcp!.outputs.ipAddress
    networkId: network!.outputs.id
    tags: allTags
  }
}

module functionApp 'modules/function-app.bicep' = {
  params: {
    name: names.functionApp
    planName: names.plan
    location: location
    tags: allTags
    identity: rbac.outputs.coordinator
    storage: storage.outputs.account
    appInsightsConnectionString: monitoring.outputs.connectionString
    keyVaultUri: keyVault.outputs.uri
    redisUrl: redis.?outputs.url ?? ''
    subnetId: network.?outputs.functionsSubnetId ?? ''
    taskHub: taskHub
    runRetentionDays: runRetentionDays
    allowMutations: allowMutations
    secrets: secrets
    settings: union(mcp.?outputs.settings ?? {}, settings)
    httpAlwaysReady: httpAlwaysReady
    durableAlwaysReady: durableAlwaysReady
    maximumInstances: maximumInstances
    instanceMemoryMB: instanceMemoryMB
  }
}

module alerts 'modules/alerts.bicep' = {
  params: {
    namePrefix: names.alertPrefix
    actionGroupName: names.actionGroup
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
    emails: alertEmails
  }
}

module workbook 'modules/workbook.bicep' = {
  params: {
    title: 'Coordinator (${workload}-${environmentName})'
    location: location
    tags: allTags
    workspaceId: monitoring.outputs.workspaceId
  }
}

output functionAppName string = functionApp.outputs.name
output coordinatorUrl string = 'https://${functionApp.outputs.hostName}'
output slackRequestUrl string = 'https://${functionApp.outputs.hostName}/slack/events'
output keyVaultName string = keyVault.outputs.name
output storageAccountName string = storage.outputs.account.name
output identityPrincipalId string = rbac.outputs.coordinator.principalId
output appInsightsName string = monitoring.outputs.appInsightsName
output mcpServerSettings object = mcp.?outputs.settings ?? {}
