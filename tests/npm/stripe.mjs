// Signs and verifies with Stripe's own library. Reads {now, timestamp, body, signWith, secret, headers} from stdin (now
// in Unix milliseconds, timestamp in Unix seconds, body in base 64) and writes the header the library makes with each
// secret of signWith, which of the headers it accepts with the secret, and how many single-bit changes of the body.
import { readFileSync } from "node:fs";
import Stripe from "stripe";

const { webhooks } = new Stripe("sk_test_none");
const input = JSON.parse(readFileSync(0, "utf8"));
const body = Buffer.from(input.body, "base64");

function accepts(bytes, header) {
  try {
    webhooks.constructEvent(bytes, header, input.secret, 300, undefined, input.now);
    return true;
  } catch {
    return false;
  }
}

function changes() {
  return Array.from({ length: body.length * 8 }, (_, bit) => {
    const copy = Buffer.from(body);
    copy[bit >> 3] ^= 1 << (bit & 7);
    return copy;
  });
}

console.log(
  JSON.stringify({
    made: input.signWith.map((secret) =>
      webhooks.generateTestHeaderString({ payload: body.toString("utf8"), secret, timestamp: input.timestamp }),
    ),
    accepted: input.headers.map((header) => accepts(body, header)),
    forged: input.headers.flatMap((header) => changes().filter((changed) => accepts(changed, header))).length,
  }),
);
