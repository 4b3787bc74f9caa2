"""A small shop: landing, sign-up, order, payment. Start it with: python3 server.py"""

import json
import os
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import sessions
import tracking

LARGEST_BODY = 64 * 1024
LONGEST_NAME = 100
PRICES = {"starter": 2999, "pro": 9999}  # In cents, and on the server: a browser does not say what it pays.
LANDING = Path(__file__).with_name("landing.html").read_text(encoding="utf-8")

users = {}
orders = {}

# In your shop the database counts. This counts from the clock, so that a restarted example does not use ids again.
ids = count(int(time.time() * 1000))


def landing(session, query, body):
    sessions.keep_referral(session, query, tracking.LINK_PARAMETER)
    return 200, LANDING


def sign_up(session, query, body):
    if not isinstance(body.get("email"), str) or "@" not in body["email"]:
        return 422, {"error": "An e-mail, please."}
    name = body["name"][:LONGEST_NAME] if isinstance(body.get("name"), str) else None
    user = {"id": next(ids), "email": body["email"], "name": name}
    users[user["id"]] = user
    session["user_id"] = user["id"]
    tracking.report_sign_up(user, session.get("referral_key"))
    return 201, {"customer_id": user["id"]}


def place_order(session, query, body):
    if session.get("user_id") not in users:
        return 401, {"error": "Sign up first."}
    product = body.get("product")
    if not isinstance(product, str) or product not in PRICES:
        return 422, {"error": "There is no such product."}
    order = {
        "id": next(ids),
        "user_id": session["user_id"],
        "product": product,
        "cents": PRICES[product],
        "action": "sale",
        "is_paid": False,
    }
    orders[order["id"]] = order
    return 201, {"order_id": order["id"]}


def confirm_payment(session, query, body):
    """Your payment provider calls this, perhaps twice. Check the provider's signature before you believe it."""
    order_id = body.get("order_id")
    order = orders.get(order_id) if isinstance(order_id, int) else None
    if not order:
        return 404, {"error": "There is no such order."}
    order["is_paid"] = True
    tracking.report_sale(order)
    return 200, {}


def tip(session, query, body):
    if session.get("user_id") not in users:
        return 401, {"error": "Sign up first."}
    tracking.report_payment_without_id(user_id=session["user_id"], cents=500, action="tip")
    return 200, {}


ROUTES = {
    ("GET", "/"): landing,
    ("POST", "/api/signup"): sign_up,
    ("POST", "/api/orders"): place_order,
    ("POST", "/api/payments"): confirm_payment,
    ("POST", "/api/tips"): tip,
}


class Shop(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # Connections stay open: closing after each answer can cut one off.

    def do_GET(self):
        self.handle_route({})

    def do_POST(self):
        try:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}") if 0 <= length <= LARGEST_BODY else None
        except ValueError:
            body = None
        if isinstance(body, dict):
            self.handle_route(body)
        else:
            self.close_connection = True  # What was not read of the body is not the next request.
            self.answer(400, {"error": "The body is no JSON object, or too long."})

    def handle_route(self, body):
        url = urlsplit(self.path)
        route = ROUTES.get((self.command, url.path))
        if not route:
            return self.answer(404, {"error": "Not found."})
        session, cookie = sessions.session_of(self.headers.get("Cookie"))
        try:
            status, result = route(session, parse_qs(url.query), body)
        except Exception:
            traceback.print_exc()
            status, result = 500, {"error": "That did not work."}
        self.answer(status, result, cookie)

    def answer(self, status, result, cookie=None):
        is_page = isinstance(result, str)
        content = (result if is_page else json.dumps(result)).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8" if is_page else "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        if cookie:
            self.send_header("Set-Cookie", cookie)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Not every request: the terminal shows what Byway says."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Shop)
    print(f"listening on http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()
