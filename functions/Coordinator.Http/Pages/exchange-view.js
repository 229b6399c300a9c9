// One question with its answer, live or from the past.

import { knownKey } from './access-key.js';
import { getJson } from './api.js';
import { StepView } from './step-view.js';
import { duration, elapsed, ordinal, statuses } from './words.js';

export class ExchangeView {
  #element;
  #announce;
  #steps = new Map();
  #startedAt = Date.now();
  #turn = 0;
  #said = 'Sending…';
  #isLive = true;

  constructor(question, announce) {
    this.#announce = announce;
    this.#element = document.getElementById('exchange-template').content.cloneNode(true).firstElementChild;
    this.#find('.question p').textContent = question;
    this.#find('.copy').addEventListener('click', () => this.#copy());
    this.tick(Date.now());
  }

  get element() { return this.#element; }

  get isLive() { return this.#isLive; }

  /** An event of the run's stream. */
  event(name, data) {
    const handlers = {
      run: () => this.#identify(data.run_id),
      run_started: () => this.#say('Reading your message'),
      message_routed: () => this.#say(data.route === 'model' ? 'Thinking' : 'Working on it'),
      turn_taken: () => this.#turnTaken(data),
      tool_finished: () => this.#toolFinished(data),
      progress: () => this.#progress(data),
      step_failed: () => this.#stepFailed(data),
      step_queued: () => this.#stepQueued(data),
      inbox_read: () => data.kind === 'stop' && this.stopping(),
      run_resumed: () => this.#note('The coordinator was restarted. It went on where it had left off.'),
      end: () => this.finish(data),
    };
    handlers[name]?.();
  }

  /** A run as GET /runs/{id} describes it. */
  static past(run, announce) {
    const view = new ExchangeView(run.message, announce);
    view.#identify(run.run_id);
    for (const step of run.steps) {
      view.#addStep(step.key, step.tool, step.arguments, Date.now());
      if (step.outcome) view.#steps.get(step.key).finished(step);
    }
    view.#close(run);
    return view;
  }

  tick(now) {
    if (!this.#isLive) return;
    for (const step of this.#steps.values()) step.tick(now);
    this.#find('.progress-text').textContent = this.#said;
    this.#find('.elapsed').textContent = elapsed(now - this.#startedAt);
  }

  stopping() { this.#say('Stopping'); }

  disconnected(seconds, isAccepted, problem) {
    const line = this.#find('.connection');
    const what = isAccepted ? 'Connection lost. The work goes on.' : problem ? problem.message : 'The coordinator cannot be reached, so your message is not sent yet.';
    line.hidden = false;
    line.textContent = `${what} Next attempt in ${seconds} s…`;
    this.#announce(what);
  }

  /** True if it was not. */
  connected() {
    const line = this.#find('.connection');
    const wasLost = !line.hidden;
    if (wasLost) this.#announce('Connected again.');
    line.hidden = true;
    return wasLost;
  }

  refused(problem) {
    this.#close({ status: 'failed', response: problem.message });
    this.#announce(`Not sent. ${problem.message}`);
  }

  finish(summary) {
    this.#identify(summary.run_id);
    this.#close(summary);
    const words = this.#find('.answer').textContent.trim().replace(/\s+/g, ' ');
    this.#announce(`${statuses[summary.status] ?? summary.status}. ${words.slice(0, 600)}`);
  }

  #turnTaken({ turn, calls, at }) {
    this.#turn = turn;
    this.#withdraw(`turn:${turn}`);
    this.#stream('');
    for (const call of calls) this.#addStep(call.step, call.tool, call.arguments, arrivalOf(at));
    if (calls.length > 0) this.#announce(`Running ${calls.map((call) => call.tool).join(', ')}.`);
    this.#say(calls.length === 0 ? 'Finishing' : calls.length === 1 ? `Running ${calls[0].tool}` : `Running ${calls.length} tools`);
  }

  #addStep(key, tool, args, startedAt) {
    const step = new StepView(key, tool, startedAt);
    step.arguments(args);
    this.#steps.set(key, step);
    const list = this.#find('.steps');
    list.hidden = false;
    list.append(step.element);
  }

  #toolFinished(fact) {
    const step = this.#steps.get(fact.step);
    step?.finished(fact);
    this.#withdraw(`tool:${fact.step}`);
    this.#announce(`${fact.tool}: ${step?.element.querySelector('.outcome').textContent ?? fact.outcome}.`);
    const running = [...this.#steps.values()].filter((other) => other.isRunning);
    this.#say(running.length === 0 ? 'Thinking about the results' : running.length === 1 ? `Running ${running[0].tool}` : `Running ${running.length} tools`);
  }

  #progress({ kind, step, text }) {
    if (kind === 'text') {
      if (Number(step.split(':')[1]) > this.#turn) this.#stream(this.#find('.stream').textContent + text);
      return;
    }
    const tool = this.#steps.get(step.replace(/^tool:/, ''));
    if (!tool?.isRunning) return;
    if (kind === 'step_started') tool.started(Date.now());
    if (kind === 'tool_progress') tool.says(text);
  }

  #stepFailed({ step, message, retry_at }) {
    this.#stream('');
    // What is not tried again ends the run: the answer says it.
    if (!retry_at) return;
    const when = new Date(retry_at).toLocaleTimeString();
    this.#steps.get(step.replace(/^tool:/, ''))?.waits();
    this.#note(`${step.startsWith('turn') ? 'The model did not answer' : 'A step failed'}: ${message} It will be tried again at ${when}.`, step);
    this.#say(`Waiting until ${when} to try again`);
  }

  #stepQueued({ step, position, partition }) {
    this.#steps.get(step.replace(/^tool:/, ''))?.queued();
    this.#say(`${ordinal(position)} in line for ${partition}`);
    this.#announce(this.#said);
  }

  /** A note about a step stands for the one before it, and only until the step has ended. */
  #note(text, step = '') {
    if (step) this.#withdraw(step);
    const list = this.#find('.notes');
    list.hidden = false;
    const item = document.createElement('li');
    item.textContent = text;
    item.dataset.step = step;
    list.append(item);
    this.#announce(text);
  }

  /** Without a step: the notes of all steps. */
  #withdraw(step) {
    const list = this.#find('.notes');
    for (const item of [...list.children]) if (item.dataset.step && (step ?? item.dataset.step) === item.dataset.step) item.remove();
    list.hidden = list.children.length === 0;
  }

  #say(text) {
    this.#said = `${text}…`;
    this.tick(Date.now());
  }

  #stream(text) {
    const stream = this.#find('.stream');
    stream.textContent = text;
    stream.hidden = text === '';
    if (text) this.#say('Writing');
  }

  #identify(runId) {
    this.#element.dataset.run = runId;
    const link = this.#find('.json');
    link.href = `/runs/${encodeURIComponent(runId)}`;
    link.addEventListener('click', openWithKey);
  }

  #close({ status, response, response_html, duration_ms }) {
    this.#isLive = false;
    this.#element.dataset.status = status;
    this.connected();
    this.#stream('');
    for (const step of this.#steps.values()) step.abandoned();
    this.#withdraw();
    this.#find('.progress').hidden = true;
    this.#showAnswer(status, response, response_html);
    this.#find('.facts .outcome').textContent = statuses[status] ?? status;
    this.#find('.facts .total').textContent = duration_ms == null ? '' : ` in ${duration(duration_ms)}`;
    this.#find('.copy').hidden = !(response && navigator.clipboard);
    this.#find('.copy').value = response ?? '';
    this.#find('.facts').hidden = this.#element.dataset.run === undefined;
  }

  #showAnswer(status, response, html) {
    const answer = this.#find('.answer');
    answer.hidden = false;
    if (html) {
      // The server made this HTML from Markdown and lets no markup of the answer through.
      answer.innerHTML = html;
      answer.querySelectorAll('a').forEach((link) => Object.assign(link, { target: '_blank', rel: 'noopener noreferrer' }));
      answer.querySelectorAll('table').forEach(makeScrollable);
    } else {
      answer.textContent = response || 'There is no answer.';
    }
    answer.classList.toggle('problem', status === 'failed');
  }

  async #copy() {
    const button = this.#find('.copy');
    await navigator.clipboard.writeText(button.value);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  }

  #find(selector) { return this.#element.querySelector(selector); }
}

/** When a fact happened by this machine's clock; now, if the clocks differ. */
function arrivalOf(at) {
  const age = Date.now() - Date.parse(at);
  return age >= 0 && age < 3_600_000 ? Date.now() - age : Date.now();
}

function makeScrollable(table) {
  const frame = document.createElement('div');
  frame.className = 'table';
  frame.tabIndex = 0;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', 'Table');
  table.replaceWith(frame);
  frame.append(table);
  for (const cell of table.querySelectorAll('td')) cell.classList.toggle('short', cell.textContent.length <= 40);
  const cells = (index) => [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => row.cells[index]).filter(Boolean);
  [...(table.tHead?.rows[0]?.cells ?? [])].forEach((head, index) => {
    const column = cells(index);
    if (column.length > 0 && column.every((cell) => /^[^\p{L}]*\d[\d.,\s]*(%|[A-Z]{3})?$/u.test(cell.textContent.trim()))) {
      [head, ...column].forEach((cell) => cell.classList.add('right'));
    }
  });
}

/** A link carries no key: fetch with it and show what came. */
async function openWithKey(event) {
  if (!knownKey()) return;
  event.preventDefault();
  const tab = window.open('', '_blank');
  const json = JSON.stringify(await getJson(event.currentTarget.getAttribute('href')), null, 2);
  tab.location = URL.createObjectURL(new Blob([json], { type: 'application/json' }));
}
