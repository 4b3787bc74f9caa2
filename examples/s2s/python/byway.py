"""Calls Byway. This runs on the server only: whoever has the API key can read and write the whole program."""

import json
import os
import sys
from urllib.parse import quote

import requests

ADDRESS = os.environ.get("BYWAY_URL", "http://127.0.0.1:5080").rstrip("/")
API_KEY = os.environ.get("BYWAY_API_KEY")
TIMEOUT_SECONDS = (3, 5)  # To connect, and between two bytes. Without it requests waits for ever.

if not API_KEY:
    sys.exit("Set BYWAY_API_KEY to the API key of your program.")


class BywayError(Exception):
    """A call that did not succeed. `is_temporary`: the same call may succeed later."""

    def __init__(self, message, is_temporary):
        super().__init__(message)
        self.is_temporary = is_temporary


def post(path, body, idempotency_key=None):
    """Sends something once. A call that ran into a timeout may have arrived: repeat it with the same keys."""
    return _call("POST", path, body, idempotency_key)


def explain(entry):
    """Why Byway decided as it did, as one sentence. `entry` is the Byway-Entry header of what you sent."""
    data, _ = _call("GET", f"/v1/journal/{quote(entry, safe='')}")
    return f"{data['decision']['code']}: {data['decision']['sentence']}"


def _call(method, path, body=None, idempotency_key=None):
    headers = {"Authorization": f"Bearer {API_KEY}", "Accept": "application/json"}
    if idempotency_key:
        headers["Idempotency-Key"] = idempotency_key
    content = None
    if body is not None:
        headers["Content-Type"] = "application/json"
        # Half a surrogate pair, which a browser can send, is no valid JSON text: it becomes a question mark.
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    try:
        response = requests.request(method, ADDRESS + path, data=content, headers=headers, timeout=TIMEOUT_SECONDS)
        answer = response.json()
    except requests.RequestException as error:
        raise BywayError(f"{method} {path}: {error}", is_temporary=True) from error

    if response.ok:
        return answer["data"], response.headers.get("Byway-Entry")

    # 401, 403 and 404 are mended by another API key or address, which is no fault of what is told; unless Byway itself
    # says that what the path names is not there. 409: the same call is still being worked on. 429: too fast. 5xx: the
    # server's trouble.
    is_temporary = response.status_code >= 500 or (
        response.status_code in (401, 403, 404, 408, 409, 429) and answer.get("code") != "not_found"
    )
    faults = answer.get("errors", "")
    raise BywayError(f"{method} {path}: {response.status_code} {answer.get('message')} {faults}", is_temporary)
