// The one naming convention: kind-workload-environment-suffix, with the abbreviations of the Cloud Adoption Framework.

@export()
@description('Names of all resources. The suffix makes those unique that the whole of Azure shares.')
func namesOf(workload string, environment string, suffix string) object => {
  functionApp: 'func-${workload}-${environment}-${suffix}'
  plan: 'plan-${workload}-${environment}-${suffix}'
  identity: 'id-${workload}-${environment}-${suffix}'
  mcpIdentity: 'id-${workload}-mcp-${environment}-${suffix}'
  workspace: 'log-${workload}-${environment}-${suffix}'
  appInsights: 'appi-${workload}-${environment}-${suffix}'
  redis: 'redis-${workload}-${environment}-${suffix}'
  network: 'vnet-${workload}-${environment}-${suffix}'
  mcpEnvironment: 'cae-${workload}-${environment}-${suffix}'
  actionGroup: 'ag-${workload}-${environment}-${suffix}'
  alertPrefix: 'alert-${workload}-${environment}'
  // At most 24 characters, 13 of them the suffix; a storage account takes no hyphens, a vault no two in a row.
  storage: 'st${take(replace(workload, '-', ''), 9)}${suffix}'
  keyVault: 'kv-${take(replace(workload, '-', ''), 7)}-${suffix}'
}
