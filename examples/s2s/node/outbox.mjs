// What has to be told to Byway, in order, until Byway has it. The shop neither waits for it nor fails because of it.
//
// Repeating is safe: a customer or a sale with the same key is answered as the first time and never counted twice.
// Here it lives in memory. In your shop, make it a table, written in the same transaction as the customer or the
// order: then a crash loses nothing.

import { setTimeout as pause } from 'node:timers/promises';
import { explain, post } from './byway.mjs';

const shortestPause = 1_000;
const longestPause = 60_000;
const waiting = [];
/** What Byway will not take as it is, for somebody to look at. In your shop: an alarm, and a column of the table. */
export const refused = [];
let isSending = false;

/** Sends `body` to `path` as soon as possible. `what` names it in the log. */
export function tell(what, path, body, idempotencyKey) {
  waiting.push({ what, path, body, idempotencyKey });
  if (!isSending) sendAll();
}

async function sendAll() {
  isSending = true;
  for (let milliseconds = shortestPause; waiting.length > 0; ) {
    const { what, path, body, idempotencyKey } = waiting[0];
    try {
      const { data, entry } = await post(path, body, idempotencyKey);
      await print(what, data, entry);
    } catch (error) {
      console.error(`byway: ${what} not reported: ${error.message}`);
      if (error.isTemporary) {
        console.error(`byway: ${what} is told again in ${milliseconds} ms; ${waiting.length} in all are waiting`);
        await pause(milliseconds);
        milliseconds = Math.min(milliseconds * 2, longestPause);
        continue;
      }
      // Told again as it is, it would be refused again: the log says which field is wrong. Never thrown away, because
      // it may be money: whoever has mended it tells it again.
      refused.push(waiting[0]);
    }
    waiting.shift();
    milliseconds = shortestPause;
  }
  isSending = false;
}

// For your eyes while you integrate. In production leave the customer's data out of the log, and this call.
async function print(what, data, entry) {
  console.log(`${what} ${JSON.stringify(data)}`);
  try {
    console.log(`decision ${await explain(entry)}`);
  } catch (error) {
    console.error(`byway: no explanation: ${error.message}`);
  }
}
