// What is watched, and from when on it is bad. The one place: alerts.bicep makes two rules and workbook.bicep a chart of every entry.
//
// The first five are the runbook's (section 11.1), which the coordinator measures and sends each minute as rows of AppMetrics.
//
// The others read what the Functions host records (host.json: OpenTelemetry mode, durable tracing V2): a request for every HTTP call and one for
// every step that a run takes, named after the activity. ItemCount undoes the sampling.

@export()
@description('A number over time with its limits.')
type signal = {
  @description('Part of the names of its alert rules.')
  name: string
  title: string
  @description('What to do, in a sentence; shown in the alert.')
  advice: string
  unit: string
  @description('Rows of Log Analytics with TimeGenerated.')
  source: string
  @description('Makes one number of the rows of a time window.')
  aggregate: string
  @description('The alert is raised above this number.')
  warning: int
  critical: int
}

var step = 'AppRequests | extend Kind = tostring(Properties["durabletask.type"]), Step = tostring(Properties["durabletask.task.name"]) | where Kind == "activity"'
// Not the status page: it waits for Slack.
var slack = 'AppRequests | where Url contains "/slack/" and Url !contains "/slack/status"'

@export()
@description('Every step of every run, for the workbook.')
var steps string = step

@export()
@description('Every signal there is.')
var signals signal[] = [
  {
    name: 'rate-limiter-queue'
    title: 'Rate limiter queue'
    advice: 'Runbook section 2.1: the model is asked more than LLM_MAX_CONCURRENT and its rates allow.'
    unit: 'calls standing in line'
    source: 'AppMetrics | where Name == "rate_limiter_queue"'
    aggregate: 'max(Max)'
    warning: 10
    critical: 20
  }
  {
    name: 'circuit-breakers-open'
    title: 'Circuit breakers open'
    advice: 'Runbook section 1.3: coordinator mcp circuit shows whose, and why.'
    unit: 'circuits'
    source: 'AppMetrics | where Name == "circuit_breakers_open"'
    aggregate: 'max(Max)'
    warning: 1
    critical: 2
  }
  {
    name: 'health-check-failures'
    title: 'Health check failures'
    advice: 'Runbook section 6: coordinator health --force.'
    unit: 'components'
    source: 'AppMetrics | where Name == "health_check_failures"'
    aggregate: 'max(Max)'
    warning: 2
    critical: 3
  }
  {
    name: 'dead-letters'
    title: 'Dead letters'
    advice: 'Runbook section 5: coordinator dlq list.'
    unit: 'dead letters'
    source: 'AppMetrics | where Name == "dead_letters"'
    aggregate: 'max(Max)'
    warning: 50
    critical: 100
  }
  {
    name: 'llm-latency-p95'
    title: 'LLM latency p95'
    advice: 'Runbook section 2: look at the provider\'s status, then at LLM_TIMEOUT_SECONDS.'
    unit: 'seconds'
    source: 'AppMetrics | where Name == "llm_latency_p95"'
    aggregate: 'max(Max)'
    warning: 10
    critical: 30
  }
  {
    name: 'slack-ack-p99'
    title: 'Slack acknowledgement p99'
    advice: 'Slack gives up after 3 seconds and sends the event again. Raise httpAlwaysReady; look at the storage account\'s latency.'
    unit: 'milliseconds'
    source: slack
    aggregate: 'percentile(DurationMs, 99)'
    warning: 1000
    critical: 2500
  }
  {
    name: 'slack-refused'
    title: 'Slack events that could not be accepted'
    advice: 'Slack sends each again, three times within about five minutes; then it is lost. Runbook section 3; the storage account must be reachable and the Slack secrets set.'
    unit: 'answers with status 5xx'
    source: '${slack} and toint(ResultCode) >= 500'
    aggregate: 'sum(ItemCount)'
    warning: 0
    critical: 10
  }
  {
    name: 'runs-dead-lettered'
    title: 'Runs that could not be finished'
    advice: 'Runbook section 5: the run page says which step failed and why.'
    unit: 'runs'
    source: '${step} and Step == "DeadLetterRun"'
    aggregate: 'sum(ItemCount)'
    warning: 0
    critical: 5
  }
  {
    name: 'steps-failed'
    title: 'Steps that threw'
    advice: 'A step reports failures as results; one that throws met something nobody expected. The exceptions are in Application Insights under Failures.'
    unit: 'steps'
    source: '${step} and Success == false'
    aggregate: 'sum(ItemCount)'
    warning: 3
    critical: 20
  }
]
