// One line on how the coordinator is, from GET /health.

const every = 30_000;

export function watchHealth() {
  const check = async () => {
    if (document.hidden) return;
    show(await fetch('/health', { cache: 'no-store' }).then((response) => response.json()).catch(() => null));
  };
  check();
  setInterval(check, every);
  addEventListener('visibilitychange', check);
  addEventListener('online', check);
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
  const model = health.components.llm === 'not_configured' ? 'Workflows only' : 'Model configured';
  if (health.components.mcp_servers !== 'healthy') {
    return ['degraded', `${model} · ${health.components.mcp_servers === 'degraded' ? 'some tools are away' : 'no tools connected'}`];
  }
  if (health.status === 'degraded') return ['degraded', `${model} · limited`];
  return [health.components.llm === 'not_configured' ? 'limited' : 'good', model];
}
