// Requests to the coordinator. Errors are a Problem with words for people, or a TypeError when there is no connection.

import { askForKey, knownKey } from './access-key.js';

export class Problem extends Error {
  constructor(status, type, message) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

export async function request(path, { method = 'GET', body, headers = {}, signal } = {}) {
  for (;;) {
    const key = knownKey();
    const response = await fetch(path, {
      method,
      signal,
      cache: 'no-store',
      headers: {
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(key ? { 'x-coordinator-key': key } : {}),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (response.ok) return response;
    if (response.status !== 401) throw await problemOf(response);
    await askForKey(key !== null);
  }
}

export const getJson = async (path) => (await request(path)).json();

async function problemOf(response) {
  const problem = await response.json().catch(() => ({}));
  const words = problem.detail ?? problem.title ?? `The coordinator answered with status ${response.status}.`;
  return new Problem(response.status, problem.type ?? '', words);
}
