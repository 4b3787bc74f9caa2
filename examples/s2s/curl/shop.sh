#!/usr/bin/env bash
# A visitor's way through a shop, with nothing but curl: landing, sign-up, sale, the same sale again, a tip.
#
#   export BYWAY_API_KEY=…
#   ./shop.sh 'https://shop.example.com/?aff=anna'     somebody came through Anna's link
#   ./shop.sh https://shop.example.com/                nobody referred this one
set -euo pipefail

here=$(dirname "${BASH_SOURCE[0]}")
source "$here/byway.sh"
source "$here/text.sh"

landing=${1:-https://shop.example.com/}
# In your shop the database counts, and people type their e-mail. It goes to Byway as they typed it.
customer_id=${CUSTOMER_ID:-$(date +%s)$$}
order_id=${ORDER_ID:-$(date +%s)$$}
email=${EMAIL:-carla@example.net}

if [[ ${PROGRAM_TYPE:-affiliate} == refer-a-friend ]]; then
  link_parameter=${LINK_PARAMETER:-ref} customer_field=id referrer_field=referring_customer
else
  link_parameter=${LINK_PARAMETER:-aff} customer_field=key referrer_field=partner
fi

# report NAME PATH BODY [IDEMPOTENCY_KEY]: tells Byway and prints the answer and why. A shop goes on if that fails.
report() {
  if byway POST "$2" "$3" "${4:-}"; then
    echo "$1 $byway_answer"
    echo "decision $(byway_explain)"
  fi
}

# 1. Landing: the key stands in the address. The shop keeps it until the sign-up; here a variable does.
referral_key=$(query_value "$landing" "$link_parameter")

# 2. Sign-up: tell Byway of everybody. Without a referral key this says {"partner":{"key":null}}: nobody.
report customer /v1/customers "{
  \"$customer_field\": $customer_id,
  \"email\": $(json_string "$email"),
  \"$referrer_field\": {\"key\": $(json_string "$referral_key")}
}"

# 3. Sale: when the money is there. The key is the order's own id.
sale="{
  \"key\": $order_id,
  \"amount\": 99.99,
  \"amount_units\": \"USD\",
  \"action\": \"sale\",
  \"product_id\": \"pro\",
  \"customer\": {\"$customer_field\": $customer_id}
}"
report transaction /v1/transactions "$sale"

# 4. The payment provider reports the payment twice, and so does the shop. It is one sale.
report transaction /v1/transactions "$sale"

# 5. A payment without an id of its own. Made once, the Idempotency-Key does for repeats what the order's id did.
tip="{
  \"amount\": 5,
  \"amount_units\": \"USD\",
  \"action\": \"tip\",
  \"customer\": {\"$customer_field\": $customer_id}
}"
idempotency_key="tip-$customer_id-$(date +%s)-$RANDOM"
report transaction /v1/transactions "$tip" "$idempotency_key"
report transaction /v1/transactions "$tip" "$idempotency_key"
