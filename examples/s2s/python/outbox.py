"""What has to be told to Byway, in order, until Byway has it. The shop neither waits for it nor fails because of it.

Repeating is safe: a customer or a sale with the same key is answered as the first time and never counted twice.
Here it lives in memory. In your shop, make it a table, written in the same transaction as the customer or the order:
then a crash loses nothing.
"""

import json
import sys
import threading
import time
from queue import Queue

import byway

SHORTEST_PAUSE_SECONDS = 1
LONGEST_PAUSE_SECONDS = 60

_waiting = Queue()
# What Byway will not take as it is, for somebody to look at. In your shop: worth an alarm, and a column of the table.
refused = []


def tell(what, path, body, idempotency_key=None):
    """Sends `body` to `path` as soon as possible. `what` names it in the log."""
    _waiting.put((what, path, body, idempotency_key))


def _send_all():
    while True:
        what, path, body, idempotency_key = _waiting.get()
        try:
            _send(what, path, body, idempotency_key)
        except Exception as error:  # Whatever it is, it must not end this thread: the next report has to go out.
            # Told again as it is, it would be refused again: the log says which field is wrong. Never thrown away,
            # because it may be money: whoever has mended it tells it again.
            refused.append((what, path, body, idempotency_key))
            _log(f"byway: {what} not reported: {error}")


def _send(what, path, body, idempotency_key):
    pause = SHORTEST_PAUSE_SECONDS
    while True:
        try:
            data, entry = byway.post(path, body, idempotency_key)
            return _print(what, data, entry)
        except byway.BywayError as error:
            if not error.is_temporary:
                raise
            _log(f"byway: {what} not reported: {error}")
            _log(f"byway: {what} is told again in {pause} s; {_waiting.qsize() + 1} in all are waiting")
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def _print(what, data, entry):
    """For your eyes while you integrate. In production leave the customer's data out of the log, and this call."""
    print(what, json.dumps(data, ensure_ascii=False), flush=True)
    try:
        print("decision", byway.explain(entry), flush=True)
    except byway.BywayError as error:
        _log(f"byway: no explanation: {error}")


def _log(line):
    print(line, file=sys.stderr, flush=True)


threading.Thread(target=_send_all, name="byway-outbox", daemon=True).start()
