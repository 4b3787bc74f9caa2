import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { keep, readLink, signUpFields } from "./referral.mjs";

const cases = JSON.parse(readFileSync(process.argv[2] ?? new URL("../cases.json", import.meta.url), "utf8"));
for (const one of cases.incoming) {
  assert.deepEqual(readLink(one.url), { key: one.key, click: one.click }, one.about);
}

for (const one of cases.kept) {
  assert.deepEqual(keep(one.before, one.landing, one.model, one.days, one.now), one.after, one.about);
}

for (const one of cases.sent) {
  assert.deepEqual(signUpFields(one.kept, one.days, one.now), one.body, one.about);
}

console.log(`${cases.incoming.length + cases.kept.length + cases.sent.length} cases are right.`);
