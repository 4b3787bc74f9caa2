// A shop that sells one thing through Stripe Checkout. Start it with: node server.mjs

import { createServer } from 'node:http';

const { BYWAY_URL, BYWAY_API_KEY, STRIPE_SECRET_KEY, STRIPE_API = 'https://api.stripe.com' } = process.env;
const linkParameter = process.env.LINK_PARAMETER || 'aff';
const longestKey = 191;
const thirtyDays = 30 * 24 * 3600;

const page = (text, headers = {}) => ({ status: 200, headers: { 'Content-Type': 'text/html', ...headers }, text });

const routes = {
  // Whoever comes through a partner's link carries the partner's key until they buy.
  'GET /': ({ url }) => {
    const key = url.searchParams.get(linkParameter)?.slice(0, longestKey);
    const cookie = `partner=${encodeURIComponent(key)}; Path=/; Max-Age=${thirtyDays}; HttpOnly; SameSite=Lax`;
    return page('<form method="post" action="/buy"><button>Buy a lamp</button></form>', key ? { 'Set-Cookie': cookie } : {});
  },

  'POST /buy': async ({ request }) => {
    const session = await stripe('POST', '/v1/checkout/sessions', {
      mode: 'payment',
      'line_items[0][quantity]': '1',
      'line_items[0][price_data][currency]': 'usd',
      'line_items[0][price_data][unit_amount]': '9000',
      'line_items[0][price_data][product_data][name]': 'Lamp',
      // Who buys, by your own key. A shop with accounts takes the account's id.
      client_reference_id: `guest-${crypto.randomUUID()}`,
      // Who sent them. It is only a claim, whoever sends it: Byway looks whether it is any good.
      ...(partnerOf(request) ? { 'metadata[partner_key]': partnerOf(request) } : {}),
      success_url: `http://${request.headers.host}/thanks?session_id={CHECKOUT_SESSION_ID}`,
    });
    return { status: 303, headers: { Location: session.url }, text: '' };
  },

  // The buyer is back, perhaps before Stripe has told Byway: then the sale comes a moment later.
  'GET /thanks': async ({ url }) => {
    const id = url.searchParams.get('session_id') ?? '';
    if (!/^cs_[A-Za-z0-9_]{1,200}$/.test(id)) return page('There is no such checkout.');
    const session = await stripe('GET', `/v1/checkout/sessions/${id}`);
    const sale = await saleOf(session.invoice ?? session.payment_intent ?? session.id);
    const rewards = sale?.rewards.map(({ amount, amount_units: units }) => `${amount} ${units}`).join(', ');
    const text = sale ? `sale ${sale.key}: ${sale.amount} ${sale.amount_units}, reward: ${rewards || 'none'}` : 'no sale yet';
    console.log(text);
    return page(`Thank you. (${text.replace(/[<&]/g, '')})`);
  },
};

async function stripe(method, path, form) {
  const response = await fetch(STRIPE_API + path, {
    method,
    headers: { Authorization: `Bearer ${STRIPE_SECRET_KEY}` },
    body: form && new URLSearchParams(form),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`Stripe answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function saleOf(key) {
  const response = await fetch(`${BYWAY_URL}/v1/transactions/${encodeURIComponent(key)}`, {
    headers: { Authorization: `Bearer ${BYWAY_API_KEY}` },
    signal: AbortSignal.timeout(10_000),
  });
  return response.ok ? (await response.json()).data : null;
}

function partnerOf(request) {
  const cookie = /(?:^|;\s*)partner=([^;]*)/.exec(request.headers.cookie ?? '')?.[1];
  try {
    return cookie && decodeURIComponent(cookie);
  } catch {
    return undefined;
  }
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://shop.invalid');
  const route = routes[`${request.method} ${url.pathname}`];
  let answer;
  try {
    answer = route ? await route({ request, url }) : { status: 404, headers: {}, text: 'Not found.' };
  } catch (failure) {
    console.error(failure.message);
    answer = { status: 502, headers: {}, text: 'The payment provider does not answer. Please try again.' };
  }
  response.writeHead(answer.status, answer.headers).end(answer.text);
});

server.listen(Number(process.env.PORT || 8080), '127.0.0.1', () =>
  console.log(`The shop is open: http://127.0.0.1:${server.address().port}/`),
);
