// Calls Byway. This runs on the server only: whoever has the API key can read and write the whole program.

const address = (process.env.BYWAY_URL ?? 'http://127.0.0.1:5080').replace(/\/+$/, '');
const apiKey = process.env.BYWAY_API_KEY;
const timeoutMilliseconds = 5_000;

if (!apiKey) {
  console.error('Set BYWAY_API_KEY to the API key of your program.');
  process.exit(1);
}

/** A call that did not succeed. `isTemporary`: the same call may succeed later. */
export class BywayError extends Error {
  constructor(message, isTemporary) {
    super(message);
    this.isTemporary = isTemporary;
  }
}

/** Sends something once. A call that ran into a timeout may have arrived: repeat it with the same keys. */
export const post = (path, body, idempotencyKey) => call('POST', path, body, idempotencyKey);

/** Why Byway decided as it did, as one sentence. `entry` is the Byway-Entry header of what you sent. */
export async function explain(entry) {
  const { data } = await call('GET', `/v1/journal/${encodeURIComponent(entry)}`);
  return `${data.decision.code}: ${data.decision.sentence}`;
}

// Half an emoji, such as a cut key can end with, is no valid JSON text and would be refused.
const wellFormed = (_, value) => (typeof value === 'string' ? value.toWellFormed() : value);

async function call(method, path, body, idempotencyKey) {
  const headers = { Authorization: `Bearer ${apiKey}`, Accept: 'application/json' };
  if (body) headers['Content-Type'] = 'application/json';
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;

  let response, answer;
  try {
    response = await fetch(address + path, {
      method,
      headers,
      body: body && JSON.stringify(body, wellFormed),
      // Without it a connection that hangs would be waited for for minutes.
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    answer = await response.json();
  } catch (error) {
    throw new BywayError(`${method} ${path}: ${error.cause?.message || error.message}`, true);
  }

  if (response.ok) return { data: answer.data, entry: response.headers.get('Byway-Entry') };

  // 401, 403 and 404 are mended by another API key or address, which is no fault of what is told; unless Byway itself
  // says that what the path names is not there. 409: the same call is still being worked on. 429: too fast. 5xx: the
  // server's trouble.
  const isTemporary =
    ([401, 403, 404, 408, 409, 429].includes(response.status) && answer.code !== 'not_found') ||
    response.status >= 500;
  const faults = answer.errors ? ` ${JSON.stringify(answer.errors)}` : '';
  throw new BywayError(`${method} ${path}: ${response.status} ${answer.message}${faults}`, isTemporary);
}
