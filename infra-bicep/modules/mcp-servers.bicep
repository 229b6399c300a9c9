// MCP servers as containers: a function app has neither node nor Java nor SQLcl, so a server that speaks stdio cannot be its child.
// The image speaks streamable HTTP, by itself or through a bridge in front of the stdio server.

@export()
@description('An MCP server in a container.')
type mcpServer = {
  @description('Lower-case letters, digits and hyphens. Server "gateway" sets MCP_GATEWAY_URL and MCP_GATEWAY_ENABLED, which config/mcp-servers.yaml refers to.')
  @minLength(2)
  @maxLength(32)
  name: string

  image: string

  @description('In place of the image\'s entry point.')
  command: string[]?

  args: string[]?

  @description('Variables that are no secrets.')
  env: { *: string }?

  @description('Variables whose values are in the vault. The secrets must be there before this is deployed.')
  secrets: { variable: string, secret: string }[]?

  @description('8080 if left out.')
  port: int?

  @description('/mcp if left out.')
  path: string?

  @description('1 if left out. 0 costs nothing at rest and makes the first call wait for the container.')
  minReplicas: int?

  @description('Cores as text, 0.5 if left out.')
  cpu: string?

  @description('1Gi if left out.')
  memory: string?
}

param environmentName string
param location string
param tags object

param servers mcpServer[]

@description('Subnet for the environment, delegated to Microsoft.App/environments.')
param subnetId string

param workspaceId string
param keyVaultUri string
param identityId string

@description('Login server of the registry that wants the identity; empty for public images.')
param registryServer string

@description('Client id of the app registration that stands for the MCP servers. Empty: whoever is in the network may call them.')
param entraClientId string

@description('The one principal whose tokens are accepted.')
param callerPrincipalId string

// A session lives in one replica, and MCP clients keep no cookies that would bring them back to it.
var maxReplicas = 1

resource environment 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: environmentName
  location: location
  tags: tags
  properties: {
    // No public address: the apps' own ingress is "external", but no further than this network.
    vnetConfiguration: { infrastructureSubnetId: subnetId, internal: true }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
    appLogsConfiguration: { destination: 'azure-monitor' }
    peerTrafficConfiguration: { encryption: { enabled: true } }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: environment
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

resource apps 'Microsoft.App/containerApps@2025-01-01' = [
  for server in servers: {
    name: server.name
    location: location
    tags: tags
    identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
    properties: {
      environmentId: environment.id
      workloadProfileName: 'Consumption'
      configuration: {
        activeRevisionsMode: 'Single'
        ingress: { external: true, targetPort: server.?port ?? 8080, transport: 'http', allowInsecure: false }
        registries: empty(registryServer) ? [] : [{ server: registryServer, identity: identityId }]
        secrets: map(server.?secrets ?? [], item => {
          name: item.secret
          keyVaultUrl: '${keyVaultUri}secrets/${item.secret}'
          identity: identityId
        })
      }
      template: {
        containers: [
          {
            name: server.name
            image: server.image
            command: server.?command
            args: server.?args
            env: concat(
              map(items(server.?env ?? {}), item => { name: item.key, value: item.value }),
              map(server.?secrets ?? [], item => { name: item.variable, secretRef: item.secret })
            )
            resources: { cpu: json(server.?cpu ?? '0.5'), memory: server.?memory ?? '1Gi' }
          }
        ]
        scale: { minReplicas: server.?minReplicas ?? 1, maxReplicas: maxReplicas }
      }
    }
  }
]

resource callers 'Microsoft.App/containerApps/authConfigs@2025-01-01' = [
  for (server, index) in servers: if (!empty(entraClientId)) {
    parent: apps[index]
    name: 'current'
    properties: {
      platform: { enabled: true }
      globalValidation: { unauthenticatedClientAction: 'Return401' }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: entraClientId
            openIdIssuer: '${az.environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
          }
          validation: {
            allowedAudiences: [entraClientId, 'api://${entraClientId}']
            defaultAuthorizationPolicy: { allowedPrincipals: { identities: [callerPrincipalId] } }
          }
        }
      }
    }
  }
]

output domain string = environment.properties.defaultDomain
output ipAddress string = environment.properties.staticIp

@description('MCP_…_URL and MCP_…_ENABLED of each server.')
output settings object = reduce(
  map(servers, server => {
    'MCP_${toUpper(replace(server.name, '-', '_'))}_URL': 'https://${server.name}.${environment.properties.defaultDomain}${server.?path ?? '/mcp'}'
    'MCP_${toUpper(replace(server.name, '-', '_'))}_ENABLED': 'true'
  }),
  {},
  (all, one) => union(all, one)
)
