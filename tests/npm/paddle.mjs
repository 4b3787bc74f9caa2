// Verifies requests with Paddle's own library, and signs some with Node's HMAC the way Paddle documents it. Reads
// {secret, requests: [{header, body}], sign: [{timestamp, body}], flip} from stdin (bodies in base 64); writes which
// requests the library accepts, how many of their single-bit changes it accepts, and the headers it was asked for.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { Paddle } from "@paddle/paddle-node-sdk";

const input = JSON.parse(readFileSync(0, "utf8"));
const { webhooks } = new Paddle("no API key is needed to verify");

async function accepts(body, header) {
  try {
    return await webhooks.isSignatureValid(body, input.secret, header);
  } catch {
    return false;
  }
}

function changes(body) {
  const changed = [];
  for (let bit = 0; bit < body.length * 8; bit++) {
    const copy = Buffer.from(body);
    copy[bit >> 3] ^= 1 << (bit & 7);
    changed.push(copy.toString("utf8"));
  }
  return changed;
}

const verdicts = [];
for (const { header, body } of input.requests) {
  const bytes = Buffer.from(body, "base64");
  let forged = 0;
  const altered = input.flip ? changes(bytes) : [];
  for (const one of altered) {
    forged += (await accepts(one, header)) ? 1 : 0;
  }
  verdicts.push({ accepted: await accepts(bytes.toString("utf8"), header), changed: altered.length, forged });
}

const headers = input.sign.map(({ timestamp, body }) => {
  const mac = createHmac("sha256", input.secret).update(`${timestamp}:`).update(Buffer.from(body, "base64"));
  return `ts=${timestamp};h1=${mac.digest("hex")}`;
});
console.log(JSON.stringify({ verdicts, headers }));
