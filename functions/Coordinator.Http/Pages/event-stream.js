// Server-sent events from a fetch response: EventSource can neither post nor send a key.

export async function* eventsOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        const event = parse(block);
        if (event) yield event;
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parse(block) {
  const event = { id: null, name: 'message', data: '' };
  for (const line of block.split('\n')) {
    if (line.startsWith('id: ')) event.id = Number(line.slice(4));
    else if (line.startsWith('event: ')) event.name = line.slice(7);
    else if (line.startsWith('data: ')) event.data += line.slice(6);
  }
  return event.data ? { ...event, data: JSON.parse(event.data) } : null;
}
