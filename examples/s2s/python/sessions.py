"""The shop's own sessions, as your framework has them, and the referral key that is kept in them."""

import secrets
from http.cookies import CookieError, SimpleCookie

COOKIE = "shop_session"
LONGEST_KEY = 200  # The longest key worth keeping; Byway's are shorter.

_sessions = {}


def session_of(cookie_header):
    """The visitor's session, and the Set-Cookie header if it is a new one. Only ids given out here are accepted."""
    try:
        cookie = SimpleCookie(cookie_header or "").get(COOKIE)
    except CookieError:
        cookie = None
    if cookie and cookie.value in _sessions:
        return _sessions[cookie.value], None

    session_id = secrets.token_urlsafe(32)
    session = _sessions[session_id] = {}
    # 30 days: as long as a referral should count. Add "; Secure" where the shop has TLS.
    return session, f"{COOKIE}={session_id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"


def keep_referral(session, query, parameter):
    """Call it for every page a visitor can land on. The last link clicked wins; one without a key changes nothing."""
    key = query.get(parameter, [""])[0]
    if key:
        session["referral_key"] = key[:LONGEST_KEY]
