"""What Byway is told: every sign-up and every sale."""

import os
import uuid

import outbox

IS_REFER_A_FRIEND = os.environ.get("PROGRAM_TYPE") == "refer-a-friend"

# The parameter of your referral links: https://shop.example.com/?aff=KEY
LINK_PARAMETER = os.environ.get("LINK_PARAMETER", "ref" if IS_REFER_A_FRIEND else "aff")


def report_sign_up(user, referral_key):
    """Call it for everybody who signs up. The key is None when nobody referred them, and may be any nonsense."""
    body = {
        "id" if IS_REFER_A_FRIEND else "key": user["id"],
        "email": user["email"],
        "name": user["name"],
    }
    # {"key": None} would say the same as leaving it out: nobody.
    if referral_key:
        body["referring_customer" if IS_REFER_A_FRIEND else "partner"] = {"key": referral_key}
    outbox.tell("customer", "/v1/customers", body)


def report_sale(order):
    """Call it when the money is there, as often as you like: an order is counted once."""
    sale = _sale(order["user_id"], order["cents"], order["action"], order["product"])
    outbox.tell("transaction", "/v1/transactions", {"key": order["id"], **sale})


def report_payment_without_id(user_id, cents, action):
    """The Idempotency-Key is made once, here, so that every repeat carries the same."""
    sale = _sale(user_id, cents, action)
    outbox.tell("transaction", "/v1/transactions", sale, idempotency_key=str(uuid.uuid4()))


def _sale(user_id, cents, action, product=None):
    return {
        # The shop counts in cents and Byway in major units: 99.99. Leave out tax and shipping if they earn nothing.
        "amount": cents / 100,
        "amount_units": "USD",
        "action": action,
        "product_id": product,
        "customer": {"id" if IS_REFER_A_FRIEND else "key": user_id},
    }
