// The shop's own sessions, as your framework has them: a random cookie, and what belongs to it on the server.

import { randomBytes } from 'node:crypto';

const cookieName = 'shop_session';
const sessions = new Map();

/** The visitor's session; a new one if there is none. Only ids given out here are accepted. */
export function sessionOf(request, response) {
  const known = sessions.get(cookieOf(request));
  if (known) return known;

  const id = randomBytes(32).toString('base64url');
  const session = {};
  sessions.set(id, session);
  // 30 days: as long as a referral should count. Add "; Secure" where the shop has TLS.
  response.setHeader('Set-Cookie', `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000`);
  return session;
}

function cookieOf(request) {
  for (const cookie of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = cookie.trim().split('=');
    if (name === cookieName) return value;
  }
  return undefined;
}
