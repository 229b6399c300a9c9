// One tool call: its name, how long it takes, how it ended, what went in and what came out.

import { count, duration, elapsed, outcomes, readable } from './words.js';

export class StepView {
  #element;
  #startedAt;
  #isRunning = true;

  constructor(step, tool, startedAt) {
    this.key = step;
    this.tool = tool;
    this.#startedAt = startedAt;
    this.#element = document.getElementById('step-template').content.cloneNode(true).firstElementChild;
    this.#find('.tool').append(...breakable(tool));
    this.tick(startedAt);
  }

  get element() { return this.#element; }

  get isRunning() { return this.#isRunning; }

  arguments(value) {
    this.#find('.arguments').textContent = value && Object.keys(value).length > 0 ? JSON.stringify(value, null, 2) : 'None.';
  }

  started(at) {
    this.#startedAt = at;
    this.#find('.outcome').textContent = outcomes.running;
  }

  /** It waits for a place. */
  queued() { this.#find('.outcome').textContent = 'In line'; }

  /** It failed, and is tried again later. */
  waits() { this.#find('.outcome').textContent = 'Waiting'; }

  says(text) { this.#find('.said').textContent = text; }

  tick(now) {
    if (this.#isRunning) this.#find('.took').textContent = elapsed(Math.max(0, now - this.#startedAt));
  }

  finished({ outcome, duration_ms, reason, result, result_chars, write = false }) {
    this.#isRunning = false;
    this.#find('.badge').hidden = !write;
    this.#element.dataset.state = outcome;
    this.#find('.state use').setAttribute('href', `#icon-${outcome}`);
    this.#find('.outcome').textContent = outcomes[outcome] ?? outcome;
    this.#find('.took').textContent = duration_ms || outcome === 'succeeded' ? duration(duration_ms ?? 0) : '';
    this.says(reason ?? '');
    this.#find('.result').textContent = result ? readable(result) : 'Nothing.';
    const isCut = result_chars > (result ?? '').length;
    this.#find('.cut').hidden = !isCut;
    if (isCut) this.#find('.cut').textContent = `The first ${count(result.length)} of ${count(result_chars)} characters.`;
  }

  /** The run ended before this call did. */
  abandoned() {
    if (this.#isRunning) this.finished({ outcome: 'cancelled', reason: 'The run ended before it was carried out.' });
  }

  #find(selector) { return this.#element.querySelector(selector); }
}

/** A long name may break after an underscore, and nowhere else unless it must. */
function breakable(name) {
  return name.split(/(?<=_)/).flatMap((piece) => [piece, document.createElement('wbr')]);
}
