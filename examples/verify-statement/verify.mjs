#!/usr/bin/env node
// Checks a statement offline: node verify.mjs statement.json [next-page.json …]
//
// A statement is what GET /v1/partners/{id}/statement or /v1/customers/{key}/statement answered. Every posting on it has
// a hash over the hash before it and over what it says, so no line can be changed, added or left out unseen. The head is
// the last hash of each balance: compare it with a statement you were given earlier, or with the one of the next month.
// With several pages, name them in order. Ends with 0 when everything agrees, with 1 and the first wrong line when not.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

// Amounts are exact decimals with at most six digits after the point; a float would not do.
const micros = (text) => {
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text);
  return BigInt(sign + whole + part.padEnd(6, '0'));
};
const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
const fail = (where, what) => {
  console.log(`WRONG ${where}: ${what}`);
  process.exit(1);
};

const known = new Map(); // where each balance stands after the pages so far
let lines = 0;
for (const file of process.argv.slice(2)) {
  const page = JSON.parse(readFileSync(file, 'utf8'));
  const statement = page.data ?? page;
  for (const balance of statement.balances) {
    const name = `${balance.account} ${balance.unit}`;
    const before = known.get(name);
    let at = { ...balance.previous };
    if (before ? before.hash !== at.hash : micros(balance.opening) !== micros(at.balance)) {
      fail(name, before ? `${file} does not go on where the page before ended` : 'the opening is not where it begins');
    }
    for (const posting of balance.postings) {
      const line = `${name}, line ${posting.position} (${posting.entry})`;
      if (posting.position !== at.position + 1) fail(line, `${at.position + 1} is missing`);
      if (micros(at.balance) + micros(posting.amount) !== micros(posting.balance)) fail(line, 'the sum is not right');
      const { position, sequence, reward, amount, hash } = posting;
      const says = [at.hash, position, sequence, reward ?? 0, micros(amount), micros(posting.balance)].join(' ');
      if (sha256(says) !== hash) fail(line, 'the hash is not that of the line');
      at = { position, balance: posting.balance, hash };
      lines += 1;
    }
    known.set(name, { ...at, head: balance.head, closing: balance.closing });
  }
}
for (const [name, end] of known) {
  if (end.hash !== end.head) fail(name, 'the last line is not the head: a page is missing');
  if (micros(end.balance) !== micros(end.closing)) fail(name, 'the closing is not what the last line says');
  console.log(`${name}: ${end.closing}, head ${end.head || 'none'}`);
}
console.log(`${lines} lines are right.`);
