// A small shop: landing, sign-up, order, payment. Start it with: node server.mjs

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { keepByVisitor, keyOfVisitor } from './keep-by-visitor.mjs';
import { keepInSession, longestKey } from './keep-in-session.mjs';
import { sessionOf } from './sessions.mjs';
import { linkParameter, reportPaymentWithoutId, reportSale, reportSignUp } from './tracking.mjs';

const largestBody = 64 * 1024;
const longestName = 100;
const prices = { starter: 2999, pro: 9999 }; // In cents, and on the server: a browser does not say what it pays.
const users = new Map();
const orders = new Map();

// In your shop the database counts. This counts from the clock, so that a restarted example does not use ids again.
let lastId = Date.now();

const routes = {
  'GET /': ({ url, session }) => {
    keepInSession(session, url);
    return page('landing.html');
  },
  'GET /by-visitor': () => page('keep-by-visitor.html'),
  'GET /in-page': () => page('keep-in-page.html'),

  'POST /api/track-landing': ({ body }) => {
    keepByVisitor(body.anonymous_id, body.referral_key);
    return json(202, {});
  },

  'POST /api/signup': ({ session, body }) => {
    if (typeof body.email !== 'string' || !body.email.includes('@')) return json(422, { error: 'An e-mail, please.' });
    const name = typeof body.name === 'string' ? body.name.slice(0, longestName) : null;
    const user = { id: ++lastId, email: body.email, name };
    users.set(user.id, user);
    session.userId = user.id;
    // Your shop needs one of the three. The key is only a claim, whoever sends it: Byway looks whether it is any good.
    const fromPage = typeof body.referral_key === 'string' ? body.referral_key.slice(0, longestKey) : undefined;
    reportSignUp(user, fromPage || keyOfVisitor(body.anonymous_id) || session.referralKey);
    return json(201, { customer_id: user.id });
  },

  'POST /api/orders': ({ session, body }) => {
    if (!users.has(session.userId)) return json(401, { error: 'Sign up first.' });
    if (!Object.hasOwn(prices, body.product)) return json(422, { error: 'There is no such product.' });
    const { product } = body;
    const order = { id: ++lastId, userId: session.userId, product, cents: prices[product], action: 'sale' };
    orders.set(order.id, order);
    return json(201, { order_id: order.id });
  },

  // Your payment provider calls this, perhaps twice. Check the provider's signature before you believe it.
  'POST /api/payments': ({ body }) => {
    const order = orders.get(body.order_id);
    if (!order) return json(404, { error: 'There is no such order.' });
    order.isPaid = true;
    reportSale(order);
    return json(200, {});
  },

  'POST /api/tips': ({ session }) => {
    if (!users.has(session.userId)) return json(401, { error: 'Sign up first.' });
    reportPaymentWithoutId({ userId: session.userId, cents: 500, action: 'tip' });
    return json(200, {});
  },
};

const json = (status, value) => ({ status, type: 'application/json', text: JSON.stringify(value) });

async function page(file) {
  const text = await readFile(new URL(file, import.meta.url), 'utf8');
  return { status: 200, type: 'text/html; charset=utf-8', text: text.replace('{{LINK_PARAMETER}}', linkParameter) };
}

async function bodyOf(request) {
  let text = '';
  for await (const part of request.setEncoding('utf8')) {
    text += part;
    if (text.length > largestBody) throw new SyntaxError('The body is too long.');
  }
  const body = JSON.parse(text || '{}');
  if (body === null || typeof body !== 'object') throw new SyntaxError('The body is no object.');
  return body;
}

async function answer(request, response) {
  const url = new URL(request.url, 'http://shop.invalid');
  const route = routes[`${request.method} ${url.pathname}`];
  if (!route) return json(404, { error: 'Not found.' });
  const body = request.method === 'POST' ? await bodyOf(request) : {};
  return route({ url, session: sessionOf(request, response), body });
}

const server = createServer(async (request, response) => {
  let result;
  try {
    result = await answer(request, response);
  } catch (error) {
    const isTheirs = error instanceof SyntaxError || error.code === 'ERR_INVALID_URL';
    if (!isTheirs) console.error(error);
    result = isTheirs ? json(400, { error: error.message }) : json(500, { error: 'That did not work.' });
  }
  response.writeHead(result.status, { 'Content-Type': result.type, 'Cache-Control': 'no-store' });
  response.end(result.text);
});

server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}/`);
});
