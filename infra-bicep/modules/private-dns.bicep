// Makes the internal names of the container environment known in the network. Its domain is known only after it was created, hence a module of its own.

param domain string
param ipAddress string
param networkId string
param tags object

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: domain
  location: 'global'
  tags: tags

  resource everything 'A' = {
    name: '*'
    properties: { ttl: 3600, aRecords: [{ ipv4Address: ipAddress }] }
  }

  resource link 'virtualNetworkLinks' = {
    name: 'coordinator'
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: networkId } }
  }
}
