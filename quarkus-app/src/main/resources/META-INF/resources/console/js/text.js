// How numbers, times and states are written.

const usdFormat = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 6 });

/** Micro-USD as $0.10; null as a dash. */
export const usd = (micros) =>
  micros === null || micros === undefined ? '–' : (micros < 0 ? '−$' : '$') + usdFormat.format(Math.abs(micros) / 1e6);

export const count = (number) => new Intl.NumberFormat('en-US').format(number);

export const plural = (number, one, many = one + 's') => `${count(number)} ${number === 1 ? one : many}`;

export const seconds = (value) =>
  value >= 60 ? `${Math.floor(value / 60)} min ${(value % 60).toFixed(0).padStart(2, '0')} s` : `${value.toFixed(1)} s`;

/** A length of time that is a guess: "about 40 s", "about 12 min", "about 1.5 h". */
export const roughly = (value) => {
  if (value < 90) return `about ${Math.round(value)} s`;
  const minutes = Math.round(value / 60);
  return minutes < 90 ? `about ${minutes} min` : `about ${(minutes / 60).toFixed(1)} h`;
};

/** A moment as "just now", "4 min ago", or its date. */
export function ago(instant) {
  const past = (Date.now() - new Date(instant)) / 1000;
  if (past < 45) return 'just now';
  if (past < 3600) return `${Math.max(1, Math.round(past / 60))} min ago`;
  if (past < 86400) return `${Math.round(past / 3600)} h ago`;
  return new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

export const moment = (instant) =>
  new Date(instant).toLocaleString('en-GB', { day: '2-digit', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });

const phases = {
  PROBING: ['Reading video', 'busy'],
  QUOTED: ['Quoted', 'busy'],
  WAITING_FOR_APPROVAL: ['Waits for approval', 'asks'],
  SEGMENTING: ['Segmenting', 'busy'],
  PAUSED: ['Paused', 'idle'],
  NEEDS_OPERATOR: ['Needs a decision', 'asks'],
  STITCHING: ['Stitching', 'busy'],
  SETTLING: ['Settling', 'busy'],
  DONE: ['Done', 'done'],
  FAILED: ['Failed', 'failed'],
  CANCELLED: ['Cancelled', 'idle'],
  WAITING: ['Waiting', 'idle'],
  CUTTING: ['Cutting', 'busy'],
  SUBMITTING: ['Submitting', 'busy'],
  RECONCILING: ['Looking for its submit', 'busy'],
  PREDICTING: ['Predicting', 'busy'],
  FETCHING: ['Fetching', 'busy'],
};

/** A phase's words and its kind: busy, asks, idle, done, failed. */
export const phase = (name) => {
  const [words, kind] = phases[name] ?? [name, 'idle'];
  return { words, kind };
};

export const ended = (name) => ['DONE', 'FAILED', 'CANCELLED'].includes(name);
