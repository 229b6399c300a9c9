// A page in the portal: a chart of every signal, then what runs are doing.

import { signals, steps } from 'signals.bicep'

param title string
param location string
param tags object

@description('Log Analytics workspace to ask.')
param workspaceId string

var period = {
  type: 9
  content: {
    version: 'KqlParameterItem/1.0'
    style: 'pills'
    parameters: [
      {
        id: guid('period')
        version: 'KqlParameterItem/1.0'
        name: 'Period'
        type: 4
        isRequired: true
        value: { durationMs: 14400000 }
        typeSettings: {
          selectableValues: [
            { durationMs: 3600000 }
            { durationMs: 14400000 }
            { durationMs: 86400000 }
            { durationMs: 604800000 }
          ]
          allowCustom: true
        }
      }
    ]
  }
  name: 'period'
}

var charts = map(signals, signal => {
  type: 3
  content: {
    version: 'KqlItem/1.0'
    title: '${signal.title} in ${signal.unit} (warning above ${signal.warning}, critical above ${signal.critical})'
    query: '${signal.source} | summarize Value = todouble(${signal.aggregate}) by bin(TimeGenerated, {Period:grain}) | extend Warning = ${signal.warning}, Critical = ${signal.critical} | render timechart'
    size: 1
    timeContextFromParameter: 'Period'
    queryType: 0
    resourceType: 'microsoft.operationalinsights/workspaces'
    crossComponentResources: [workspaceId]
  }
  customWidth: '50'
  name: signal.name
})

var tables = map(
  [
    {
      name: 'runs'
      title: 'Runs begun, finished and given up'
      query: '${steps} and Step in ("StartRun", "FinishRun", "DeadLetterRun") | summarize Runs = sum(ItemCount) by bin(TimeGenerated, {Period:grain}), Step | render timechart'
    }
    {
      name: 'steps'
      title: 'Steps by kind'
      query: '${steps} | summarize Count = sum(ItemCount), Failed = sumif(ItemCount, Success == false), p50 = percentile(DurationMs, 50), p95 = percentile(DurationMs, 95), Longest = max(DurationMs) by Step | order by Count desc'
    }
    {
      name: 'warnings'
      title: 'Latest warnings and errors'
      query: 'AppTraces | where SeverityLevel >= 2 | project TimeGenerated, SeverityLevel, Message | order by TimeGenerated desc | take 100'
    }
  ],
  item => {
    type: 3
    content: {
      version: 'KqlItem/1.0'
      title: item.title
      query: item.query
      size: 0
      timeContextFromParameter: 'Period'
      queryType: 0
      resourceType: 'microsoft.operationalinsights/workspaces'
      crossComponentResources: [workspaceId]
    }
    name: item.name
  }
)

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'coordinator-workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: title
    category: 'workbook'
    sourceId: workspaceId
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat([period], charts, tables)
      fallbackResourceIds: [workspaceId]
    })
  }
}

output id string = workbook.id
