// Everything that is left out by default: MCP servers in containers, mail for alerts, another model provider, no Redis.
using '../main.bicep'

param environmentName = 'test'

param secrets = [
  { variable: 'SLACK_BOT_TOKEN', secret: 'slack-bot-token' }
  { variable: 'SLACK_SIGNING_SECRET', secret: 'slack-signing-secret' }
  { variable: 'COORDINATOR_ADMIN_KEY', secret: 'coordinator-admin-key' }
  { variable: 'AZURE_OPENAI_API_KEY', secret: 'azure-openai-api-key' }
  { variable: 'MCP_GATEWAY_BEARER_TOKEN', secret: 'mcp-gateway-bearer-token' }
]

param settings = {
  LLM_PROVIDER: 'azure_openai'
  AZURE_OPENAI_ENDPOINT: 'https://example.openai.azure.com'
  AZURE_OPENAI_MODEL: 'gpt-4o'
}

// The name "gateway" makes MCP_GATEWAY_URL and MCP_GATEWAY_ENABLED, which config/mcp-servers.yaml refers to.
param mcpServers = [
  {
    name: 'gateway'
    image: 'examplereg.azurecr.io/mcp-gateway:1.0.0'
    command: ['/app/gateway']
    args: ['--transport', 'http', '--port', '8080']
    env: { OCI_REGION: 'eu-frankfurt-1' }
    secrets: [{ variable: 'GATEWAY_TOKEN', secret: 'mcp-gateway-bearer-token' }]
    minReplicas: 1
  }
]

param containerRegistryName = 'examplereg'
param mcpEntraClientId = ''

param withRedis = false
param httpAlwaysReady = 0
param durableAlwaysReady = 0
param alertEmails = ['operations@example.com']
