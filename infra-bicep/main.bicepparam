using 'main.bicep'

param environmentName = 'prod'

// Name of the variable, name of the secret in the vault. The first deployment goes without them (docs/azure.md, step 2).
param secrets = [
  { variable: 'SLACK_BOT_TOKEN', secret: 'slack-bot-token' }
  { variable: 'SLACK_SIGNING_SECRET', secret: 'slack-signing-secret' }
  { variable: 'COORDINATOR_ADMIN_KEY', secret: 'coordinator-admin-key' }
  { variable: 'ANTHROPIC_API_KEY', secret: 'anthropic-api-key' }
  // Not needed here: Socket Mode is the local host's.
  // { variable: 'SLACK_APP_TOKEN', secret: 'slack-app-token' }
  // A bearer token that config/mcp-servers.yaml refers to:
  // { variable: 'MCP_GATEWAY_BEARER_TOKEN', secret: 'mcp-gateway-bearer-token' }
]

// Another provider: { LLM_PROVIDER: 'azure_openai', AZURE_OPENAI_ENDPOINT: 'https://….openai.azure.com', AZURE_OPENAI_MODEL: '…' }
param settings = {}

param allowMutations = false
param runRetentionDays = 30

param httpAlwaysReady = 1
param durableAlwaysReady = 1

param withRedis = true
param redisSku = 'Balanced_B0'

// MCP servers in containers: see examples/mcp-servers.bicepparam.
param mcpServers = []

param alertEmails = []
