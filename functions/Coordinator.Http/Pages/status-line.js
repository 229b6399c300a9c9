// One line on how the coordinator is, from GET /health.

const every = 30_000;

/** Gives what looks again at once. */
export function watchHealth() {
  const check = async () => {
    if (document.hidden) return;
    show(await fetch('/health', { cache: 'no-store' }).then((response) => response.json()).catch(() => null));
  };
  check();
  setInterval(check, every);
  addEventListener('visibilitychange', check);
  addEventListener('online', check);
  return check;
}

function show(health) {
  const line = document.getElementById('status');
  const [state, text] = wordsFor(health);
  line.dataset.state = state;
  document.getElementById('status-text').textContent = text;
}

function wordsFor(health) {
  if (health === null) return ['bad', 'Not reachable'];
  if (health.status === 'unhealthy') return ['bad', 'Out of order'];
  const model = health.components.llm === 'not_configured' ? 'Ready · no model' : 'Ready';
  if (health.components.mcp_servers === 'unknown') return ['degraded', 'Tools are being connected'];
  if (health.components.mcp_servers !== 'healthy') return ['degraded', health.components.mcp_servers === 'degraded' ? 'Some tools are away' : 'No tools connected'];
  if (health.components.slack === 'error') return ['degraded', 'Slack is away'];
  if (health.status === 'degraded') return ['degraded', 'Limited'];
  return ['good', model];
}
