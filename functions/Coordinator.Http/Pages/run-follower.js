// Follows a run to its end, over lost connections: nothing is asked twice, and nothing is shown twice.

import { Problem, request } from './api.js';
import { eventsOf } from './event-stream.js';

const pauses = [1, 2, 4, 8, 15];

export class RunFollower {
  #runId = null;
  #lastId = 0;
  #isEnded = false;
  #message;
  #listener;
  // The same key names the same run, so that a message can be sent again when its answer was lost.
  #idempotencyKey = randomId();

  /** @param listener { event(name, data), connected(), disconnected(seconds, isAccepted, problem), refused(problem) } */
  constructor(listener, { message = null, runId = null }) {
    this.#listener = listener;
    this.#message = message;
    this.#runId = runId;
  }

  get runId() { return this.#runId; }

  async follow() {
    for (let failures = 0; !this.#isEnded;) {
      const seen = this.#lastId;
      let problem = null;
      try {
        const response = await this.#open();
        this.#listener.connected();
        for await (const event of eventsOf(response)) this.#take(event);
      } catch (error) {
        problem = error instanceof Problem ? error : null;
        if (problem && problem.status < 500) {
          this.#listener.refused(problem);
          return;
        }
      }

      if (this.#isEnded) return;
      failures = this.#lastId > seen ? 0 : failures + 1;
      const seconds = pauses[Math.min(failures, pauses.length - 1)];
      this.#listener.disconnected(seconds, this.#runId !== null, problem);
      await pauseOrOnline(seconds);
    }
  }

  stop() {
    return request(`/runs/${encodeURIComponent(this.#runId)}/stop`, { method: 'POST', body: { user_id: 'the user of this page' } });
  }

  #open() {
    const headers = { 'x-coordinator-client': 'page' };
    return this.#runId === null
      ? request('/chat/stream', { method: 'POST', body: this.#message, headers: { ...headers, 'Idempotency-Key': this.#idempotencyKey } })
      : request(`/runs/${encodeURIComponent(this.#runId)}/events`, { headers: { ...headers, 'Last-Event-ID': String(this.#lastId) } });
  }

  #take({ id, name, data }) {
    if (name === 'run') this.#runId = data.run_id;
    if (name === 'end') this.#isEnded = true;
    if (id !== null) {
      if (id <= this.#lastId) return;
      this.#lastId = id;
    }
    this.#listener.event(name, data);
  }
}

export function randomId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function pauseOrOnline(seconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, seconds * 1000);
    addEventListener('online', done);
    function done() {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    }
  });
}
