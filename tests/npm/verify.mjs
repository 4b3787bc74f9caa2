// Verifies requests with the library of Standard Webhooks, and with Node's own HMAC for the header Signature. Reads
// {secrets, signature, requests: [{headers, body}]} from stdin (bodies in base 64) and writes, for each request, which
// secrets accept it, whether Signature does, and how many of its single-bit changes anything accepts.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const input = JSON.parse(readFileSync(0, "utf8"));

function accepts(secret, body, headers) {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}

function acceptsPlain(body, headers) {
  return createHmac("sha256", input.signature).update(body).digest("hex") === headers["signature"];
}

function changes(body) {
  const changed = [];
  for (let bit = 0; bit < body.length * 8; bit++) {
    const copy = Buffer.from(body);
    copy[bit >> 3] ^= 1 << (bit & 7);
    changed.push(copy);
  }
  return changed;
}

const results = input.requests.map(({ headers, body }) => {
  const bytes = Buffer.from(body, "base64");
  const altered = input.flip ? changes(bytes) : [];
  const otherHeaders = [
    { ...headers, "webhook-id": headers["webhook-id"] + "0" },
    { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) },
  ];
  return {
    accepted: input.secrets.map((secret) => accepts(secret, bytes.toString("utf8"), headers)),
    plain: acceptsPlain(bytes, headers),
    changed: altered.length,
    forged:
      altered.filter((one) => acceptsPlain(one, headers)).length +
      altered.filter((one) => input.secrets.some((secret) => accepts(secret, one.toString("utf8"), headers)))
        .length +
      otherHeaders.filter((other) => input.secrets.some((secret) => accepts(secret, bytes.toString("utf8"), other)))
        .length,
  };
});
console.log(JSON.stringify(results));
