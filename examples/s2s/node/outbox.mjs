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
        await pause(milliseconds);
        milliseconds = Math.min(milliseconds * 2, longestPause);
        continue;
      }
      // A refusal stays one, however often it is repeated: the log says which field is wrong.
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
