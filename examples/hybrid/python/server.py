"""A shop whose pages carry the snippet and whose backend reports sign-ups and sales: the cookie says who referred, the
API key stays here. In a refer-a-friend program the cookie is partnero_referral, and customers have an id and a
referring_customer in place of key and partner."""

import json
import os
import urllib.error
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

BYWAY = os.environ.get("BYWAY_URL", "http://127.0.0.1:5080")
PAGE = (
    (Path(__file__).parent.parent / "page.html")
    .read_text(encoding="utf-8")
    .replace("BYWAY_URL", BYWAY)
    .replace("PROGRAM_ID", os.environ["BYWAY_PROGRAM"])
)


def tell(what, path, body):
    # A shop of yours keeps what it could not tell and tells it again: see examples/s2s.
    request = urllib.request.Request(
        BYWAY + path,
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {os.environ['BYWAY_API_KEY']}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            print(what, json.dumps(json.load(response)["data"]), flush=True)
    except urllib.error.HTTPError as error:
        print("byway:", error.code, json.load(error)["message"], flush=True)
    except OSError as error:
        print("byway:", error, flush=True)


class Shop(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(PAGE, "text/html; charset=utf-8")

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8", "replace")
        form = {name: values[0] for name, values in parse_qs(text).items()}
        path = urlsplit(self.path).path
        if path == "/signup":
            customer = uuid.uuid4().hex  # your own id of the customer
            tell(
                "customer",
                "/v1/customers",
                {
                    "key": customer,
                    "email": form.get("email"),
                    "name": form.get("name"),
                    "partner": {"key": self.cookie("partnero_partner")},  # None: nobody referred this one
                    "click_id": self.cookie("bw_click"),
                },
            )
            self.answer(customer)
        elif path == "/payment":
            # What your payment provider's webhook calls; the customer's browser, and its cookies, are not there.
            tell(
                "transaction",
                "/v1/transactions",
                {
                    "key": form.get("order"),
                    "amount": 99.99,
                    "amount_units": "USD",
                    "customer": {"key": form.get("customer")},
                },
            )
            self.answer("")
        else:
            self.send_error(404)

    def cookie(self, name):
        # Not http.cookies: one cookie of somebody else's that it cannot read makes it forget the rest.
        pairs = (pair.strip().split("=", 1) for pair in self.headers.get("Cookie", "").split(";"))
        found = (pair[1] for pair in pairs if len(pair) == 2 and pair[0] == name)
        return next(map(unquote, found), None)

    def answer(self, text, kind="text/plain; charset=utf-8"):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Shop)
print(f"The shop is open: http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
