// What Byway is told: every sign-up and every sale.

import { randomUUID } from 'node:crypto';
import { tell } from './outbox.mjs';

const isReferAFriend = process.env.PROGRAM_TYPE === 'refer-a-friend';

/** The parameter of your referral links: https://shop.example.com/?aff=KEY */
export const linkParameter = process.env.LINK_PARAMETER ?? (isReferAFriend ? 'ref' : 'aff');

/** Call it for everybody who signs up. `referralKey` is null when nobody referred them, and may be any nonsense. */
export function reportSignUp(user, referralKey) {
  const referredBy = { key: referralKey ?? null };
  const { id, email, name } = user;
  tell(
    'customer',
    '/v1/customers',
    isReferAFriend
      ? { id, email, name, referring_customer: referredBy }
      : { key: id, email, name, partner: referredBy },
  );
}

/** Call it when the money is there, as often as you like: an order is counted once. */
export function reportSale(order) {
  tell('transaction', '/v1/transactions', { key: order.id, ...saleOf(order) });
}

/** A payment without an id of its own. Its Idempotency-Key is made once, here: every repeat carries the same. */
export function reportPaymentWithoutId(payment) {
  tell('transaction', '/v1/transactions', saleOf(payment), randomUUID());
}

const saleOf = ({ userId, cents, action, product }) => ({
  // The shop counts in cents and Byway in major units: 99.99. Leave out tax and shipping if they earn nothing.
  amount: cents / 100,
  amount_units: 'USD',
  action,
  product_id: product,
  customer: isReferAFriend ? { id: userId } : { key: userId },
});
