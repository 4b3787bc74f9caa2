// Way 1: the referral key is kept in the shop's session, from the landing to the sign-up.
// Take this when your server answers the landing page and the sign-up under the same domain.

import { linkParameter } from './tracking.mjs';

/** The longest key worth keeping; Byway's are shorter. */
export const longestKey = 200;

/** Call it for every page a visitor can land on. The last link clicked wins; a visit without one changes nothing. */
export function keepInSession(session, url) {
  const key = url.searchParams.get(linkParameter);
  if (key) session.referralKey = key.slice(0, longestKey);
}
