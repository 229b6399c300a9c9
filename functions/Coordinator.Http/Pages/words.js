// How numbers and outcomes are said.

export function duration(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Of something under way: no digits that flicker. */
export const elapsed = (milliseconds) => (milliseconds < 60_000 ? `${(milliseconds / 1000).toFixed(1)} s` : duration(milliseconds));

export const count = (number) => number.toLocaleString('en');

/** 1st, 2nd, 3rd, 4th. */
export function ordinal(number) {
  const suffix = { one: 'st', two: 'nd', few: 'rd', other: 'th' }[new Intl.PluralRules('en', { type: 'ordinal' }).select(number)];
  return `${number}${suffix}`;
}

export const outcomes = {
  running: 'Running',
  succeeded: 'Done',
  failed: 'Failed',
  refused: 'Refused',
  unknown: 'Unknown, please check',
  cancelled: 'Cancelled',
};

export const statuses = {
  answered: 'Answered',
  failed: 'Not finished',
  stopped: 'Stopped',
  parked: 'On hold: this run was begun by a newer version',
};

/** JSON is laid out, other text is left as it is. */
export function readable(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}
