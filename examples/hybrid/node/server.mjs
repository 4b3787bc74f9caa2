// A shop whose pages carry the snippet and whose backend reports sign-ups and sales: the cookie says who referred, the
// API key stays here. In a refer-a-friend program the cookie is partnero_referral, and customers have an id and a
// referring_customer in place of key and partner.

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const byway = process.env.BYWAY_URL ?? 'http://127.0.0.1:5080';
const page = readFileSync(new URL('../page.html', import.meta.url), 'utf8')
  .replace('BYWAY_URL', byway)
  .replace('PROGRAM_ID', process.env.BYWAY_PROGRAM);

function cookieOf(request, name) {
  const pairs = (request.headers.cookie ?? '').split(';').map(pair => pair.trim());
  const pair = pairs.find(each => each.startsWith(`${name}=`));
  try {
    return pair ? decodeURIComponent(pair.slice(name.length + 1)) : null;
  } catch {
    return null;
  }
}

async function tell(what, path, body) {
  // A shop of yours keeps what it could not tell and tells it again: see examples/s2s.
  const response = await fetch(byway + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${process.env.BYWAY_API_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(5_000),
  });
  const answer = await response.json();
  if (response.ok) console.log(what, JSON.stringify(answer.data));
  else console.error('byway:', response.status, answer.message);
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://shop');
  if (request.method !== 'POST') return response.setHeader('Content-Type', 'text/html').end(page);
  let text = '';
  for await (const part of request) text += part;
  const form = new URLSearchParams(text);
  if (pathname === '/signup') {
    const customer = randomUUID(); // your own id of the customer
    await tell('customer', '/v1/customers', {
      key: customer,
      email: form.get('email'),
      name: form.get('name'),
      partner: { key: cookieOf(request, 'partnero_partner') }, // null: nobody referred this one
      click_id: cookieOf(request, 'bw_click'),
    });
    return response.end(customer);
  }
  if (pathname === '/payment') {
    // What your payment provider's webhook calls; the customer's browser, and its cookies, are not there.
    await tell('transaction', '/v1/transactions', {
      key: form.get('order'),
      amount: 99.99,
      amount_units: 'USD',
      customer: { key: form.get('customer') },
    });
    return response.end();
  }
  response.writeHead(404).end();
}

const server = createServer((request, response) =>
  answer(request, response).catch(error => {
    console.error('byway:', error.message);
    response.end();
  }),
);
server.listen(process.env.PORT ?? 8080, '127.0.0.1', () =>
  console.log(`The shop is open: http://127.0.0.1:${server.address().port}`),
);
