// Way 2: the page tells POST /api/track-landing under which anonymous id somebody landed, and gives the same id at
// sign-up. Take this when landing page and shop are apart (a static site, another domain, an app) and you have such an
// id anyway, from your analytics for example. The browser's half is keep-by-visitor.html.

import { longestKey } from './keep-in-session.mjs';

const mostVisitors = 100_000;
const keys = new Map(); // In your shop: a table with a date, cleared of what is older than 30 days.

/** Keeps the key for this visitor; the last link clicked wins. */
export function keepByVisitor(visitor, referralKey) {
  if (typeof visitor !== 'string' || visitor.length < 16 || visitor.length > 100) return;
  if (typeof referralKey !== 'string' || referralKey === '') return;
  keys.delete(visitor);
  keys.set(visitor, referralKey.slice(0, longestKey));
  // Anybody can call this route: what it keeps has to end somewhere. A Map gives its oldest key first.
  if (keys.size > mostVisitors) keys.delete(keys.keys().next().value);
}

/** The key this visitor landed with. */
export const keyOfVisitor = visitor => keys.get(visitor);
