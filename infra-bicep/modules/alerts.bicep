// Two alert rules for every signal: warning and critical.

import { signals } from 'signals.bicep'

param namePrefix string
param actionGroupName string
param location string
param tags object

@description('Log Analytics workspace to ask.')
param workspaceId string

@description('Who is told. Nobody: alerts are seen in the portal only.')
param emails string[]

var rules = flatten(map(signals, signal => [
  { signal: signal, level: 'warning', severity: 2, threshold: signal.warning }
  { signal: signal, level: 'critical', severity: 1, threshold: signal.critical }
]))

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'coordinator'
    emailReceivers: [
      for (email, index) in emails: { name: 'email-${index}', emailAddress: email, useCommonAlertSchema: true }
    ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: '${namePrefix}-${rule.signal.name}-${rule.level}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${rule.signal.title}: ${rule.level}'
      description: 'Above ${rule.threshold} ${rule.signal.unit} within 15 minutes. ${rule.signal.advice}'
      severity: rule.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: '${rule.signal.source} | summarize Value = todouble(${rule.signal.aggregate}), TimeGenerated = max(TimeGenerated)'
            timeAggregation: 'Maximum'
            metricMeasureColumn: 'Value'
            operator: 'GreaterThan'
            threshold: rule.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: empty(emails) ? [] : [actionGroup.id] }
    }
  }
]
