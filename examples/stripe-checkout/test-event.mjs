// Sends Byway a checkout as Stripe would in test mode, and shows the sale. Start it with: node test-event.mjs

import { createHmac, randomUUID } from 'node:crypto';

const { BYWAY_URL, BYWAY_API_KEY, BYWAY_PROGRAM, STRIPE_WEBHOOK_SECRET, PARTNER_KEY = 'anna' } = process.env;
const now = Math.floor(Date.now() / 1000);
const id = process.env.SESSION_ID || `cs_test_${randomUUID().replaceAll('-', '')}`;
const payment = id.replace('cs_', 'pi_');

const event = {
  id: `evt_${id}`,
  object: 'event',
  api_version: '2026-10-28.endive',
  created: now,
  livemode: false,
  type: 'checkout.session.completed',
  data: {
    object: {
      id,
      object: 'checkout.session',
      mode: 'payment',
      status: 'complete',
      payment_status: 'paid',
      payment_intent: payment,
      invoice: null,
      customer: null,
      customer_details: { email: 'carla@example.net', name: 'Carla' },
      client_reference_id: `guest-${id}`,
      currency: 'usd',
      amount_subtotal: 9000,
      amount_total: 9000,
      total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
      metadata: { partner_key: PARTNER_KEY },
    },
  },
};

// What Stripe signs is the timestamp, a dot, and the body exactly as it is sent.
const body = JSON.stringify(event);
const signature = createHmac('sha256', STRIPE_WEBHOOK_SECRET).update(`${now}.${body}`).digest('hex');
const sent = await fetch(`${BYWAY_URL}/integrations/stripe/${BYWAY_PROGRAM}/webhook`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'Stripe-Signature': `t=${now},v1=${signature}` },
  body,
});
console.log(`event ${sent.status} ${await sent.text()}`);
if (!sent.ok) process.exit(1);

// Byway has stored it when it answers, and books it right after.
for (let attempt = 0; attempt < 50; attempt++) {
  const response = await fetch(`${BYWAY_URL}/v1/transactions/${payment}`, {
    headers: { Authorization: `Bearer ${BYWAY_API_KEY}` },
  });
  if (response.ok) {
    console.log(`sale ${await response.text()}`);
    process.exit(0);
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
}
console.error('No sale: look at GET /v1/integrations/stripe/events.');
process.exit(1);
