// The way from the function app to MCP servers in containers; needed only if there are any.

param name string
param location string
param tags object

@description('At least a /25. It must not overlap with networks that are to be peered.')
param addressPrefix string

// Both kinds of host want a subnet of their own, delegated to the same service.
resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      {
        name: 'functions'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 0)
          delegations: [{ name: 'functions', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'mcp-servers'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 1)
          delegations: [{ name: 'mcp-servers', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
    ]
  }

  resource functions 'subnets' existing = {
    name: 'functions'
  }

  resource mcpServers 'subnets' existing = {
    name: 'mcp-servers'
  }
}

output id string = network.id
output functionsSubnetId string = network::functions.id
output mcpServersSubnetId string = network::mcpServers.id
