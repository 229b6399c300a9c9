// The chat page: puts together the conversation, the message box and the runs behind them.

import { getJson, Problem } from './api.js';
import { Composer } from './composer.js';
import { ExchangeView } from './exchange-view.js';
import { randomId, RunFollower } from './run-follower.js';
import { watchHealth } from './status-line.js';

const threadStore = 'coordinator.thread';
const shownRuns = 30;

const conversation = document.getElementById('conversation');
const exchanges = document.getElementById('exchanges');
const welcome = document.getElementById('welcome');
const newConversation = document.getElementById('new-conversation');
const toEnd = document.getElementById('to-end');

let threadId = sessionStorage.getItem(threadStore);
const live = [];

const checkHealth = watchHealth();
const composer = new Composer({ send, stop });

function send(message) {
  if (threadId === null) {
    threadId = randomId();
    sessionStorage.setItem(threadStore, threadId);
  }
  const view = new ExchangeView(message, announce);
  add(view);
  follow(view, { message: { message, thread_id: threadId } }, message);
}

async function follow(view, what, message = null) {
  const follower = new RunFollower({
    event: (name, data) => { view.event(name, data); stayAtEnd(); },
    connected: () => view.connected() && checkHealth(),
    disconnected: (...how) => { view.disconnected(...how); checkHealth(); },
    refused: (problem) => {
      view.refused(problem);
      if (follower.runId === null && message !== null) composer.set(message);
    },
  }, what);
  const entry = { view, follower };
  live.push(entry);
  composer.busy(true);
  await follower.follow();
  live.splice(live.indexOf(entry), 1);
  composer.busy(live.length > 0);
  stayAtEnd();
}

async function stop() {
  // Runs of one conversation are carried out one after the other: the first is the one under way.
  const [first] = live;
  if (first === undefined) return;
  first.view.stopping();
  try {
    await first.follower.stop();
  } catch (error) {
    if (!(error instanceof Problem && error.status === 409)) composer.warn(`It could not be stopped: ${wordsOf(error)}`);
  }
}

function add(view) {
  welcome.hidden = true;
  newConversation.hidden = false;
  exchanges.append(view.element);
  conversation.scrollTop = conversation.scrollHeight;
}

async function restore() {
  if (threadId === null) return;
  const { runs } = await getJson(`/runs?limit=${shownRuns}&thread_id=${encodeURIComponent(threadId)}`);
  for (const line of runs.reverse()) {
    if (['queued', 'running', 'waiting'].includes(line.status)) {
      const view = new ExchangeView(line.message, announce);
      add(view);
      view.event('run', line);
      follow(view, { runId: line.run_id });
    } else {
      add(ExchangeView.past(await getJson(`/runs/${encodeURIComponent(line.run_id)}`), announce));
    }
  }
}

async function showWelcome() {
  welcome.hidden = exchanges.childElementCount > 0;
  newConversation.hidden = !welcome.hidden;
  if (welcome.hidden) return;
  const { workflows } = await getJson('/workflows');
  const groups = Map.groupBy ? Map.groupBy(workflows, (workflow) => workflow.group) : grouped(workflows);
  document.getElementById('examples').replaceChildren(...[...groups].map(([name, members]) => exampleGroup(name, members)));
}

function grouped(workflows) {
  const groups = new Map();
  for (const workflow of workflows) groups.set(workflow.group, [...(groups.get(workflow.group) ?? []), workflow]);
  return groups;
}

function exampleGroup(name, workflows) {
  const group = document.createElement('section');
  group.className = 'examples-group';
  const heading = document.createElement('h3');
  heading.textContent = name;
  if (workflows.every((workflow) => workflow.write)) {
    const hint = document.createElement('small');
    hint.textContent = 'You send them yourself';
    heading.append(hint);
  }
  const chips = document.createElement('ul');
  chips.className = 'chips';
  for (const workflow of workflows) chips.append(exampleChip(workflow));
  group.append(heading, chips);
  return group;
}

function exampleChip(workflow) {
  const item = document.createElement('li');
  const chip = document.createElement('button');
  chip.type = 'button';
  chip.className = 'chip';
  chip.textContent = workflow.examples[0];
  // A question is sent at once; a change is only written down, to be sent by hand.
  chip.addEventListener('click', () => {
    composer.focus();
    if (workflow.write) composer.set(workflow.examples[0]);
    else send(workflow.examples[0]);
  });
  item.append(chip);
  return item;
}

function announce(text) {
  document.getElementById('announcer').textContent = text;
}

const isAtEnd = () => conversation.scrollHeight - conversation.scrollTop - conversation.clientHeight < 120;
let wasAtEnd = true;

/** Follows what is going on, but never past the beginning of the newest exchange: an answer is read from its top. */
function stayAtEnd() {
  const newest = exchanges.lastElementChild;
  if (wasAtEnd && newest !== null) {
    const top = newest.offsetTop - exchanges.offsetTop;
    conversation.scrollTop = Math.min(conversation.scrollHeight, top);
  }
  toEnd.hidden = isAtEnd();
}

const wordsOf = (error) => (error instanceof Problem ? error.message : 'there is no connection to the coordinator.');

conversation.addEventListener('scroll', () => {
  wasAtEnd = isAtEnd();
  toEnd.hidden = wasAtEnd;
});
toEnd.addEventListener('click', () => {
  conversation.scrollTop = conversation.scrollHeight;
  composer.focus();
});
newConversation.addEventListener('click', () => {
  sessionStorage.removeItem(threadStore);
  location.reload();
});
setInterval(() => live.forEach(({ view }) => view.tick(Date.now())), 100);

try {
  await restore();
  await showWelcome();
} catch (error) {
  welcome.hidden = exchanges.childElementCount > 0;
  document.getElementById('welcome-text').textContent = `This page cannot be used right now: ${wordsOf(error)}`;
}
composer.focus();
