# Calls Byway with curl. To be sourced. It runs on the server only: whoever has the API key can read and write the
# whole program.

: "${BYWAY_API_KEY:?Set BYWAY_API_KEY to the API key of your program.}"
byway_url=${BYWAY_URL:-http://127.0.0.1:5080}
byway_files=$(mktemp -d)
trap 'rm -rf "$byway_files"' EXIT

# byway METHOD PATH [BODY [IDEMPOTENCY_KEY]]: leaves the answer in $byway_answer and the id of the journal entry that
# explains it in $byway_entry. Fails, with a line on stderr, if it was not accepted.
#
# curl itself repeats what ran into a timeout, 429 or 5xx, after 1, 2 and 4 seconds. That is safe: a customer or a
# sale with the same key, or a call with the same Idempotency-Key, is answered as the first time and counted once.
byway() {
  local method=$1 path=$2 body=${3:-} idempotency_key=${4:-} status
  local options=(--silent --show-error --request "$method" --connect-timeout 3 --max-time 5
    --retry 3 --retry-connrefused --output "$byway_files/body" --dump-header "$byway_files/headers"
    --write-out '%{http_code}' --header 'Accept: application/json')
  if [[ -n $body ]]; then
    options+=(--header 'Content-Type: application/json' --data-binary @-)
  fi
  if [[ -n $idempotency_key ]]; then
    options+=(--header "Idempotency-Key: $idempotency_key")
  fi

  # The API key comes from a file, so to speak: on the command line every user of the machine could read it.
  status=$(curl "${options[@]}" --header @<(printf 'Authorization: Bearer %s\n' "$BYWAY_API_KEY") \
    "$byway_url$path" 2>"$byway_files/stderr" <<<"$body") || {
    echo "byway: $method $path: $(tail -n 1 "$byway_files/stderr")" >&2
    return 1
  }
  byway_answer=$(<"$byway_files/body")
  # After repeats the headers of every try are there: the last one counts.
  byway_entry=$(sed -n 's/^byway-entry: *//Ip' "$byway_files/headers" | tail -n 1 | tr -d '\r')
  if [[ $status != 2?? ]]; then
    echo "byway: $method $path: $status $byway_answer" >&2
    return 1
  fi
}

# Why Byway decided as it did, as one sentence, for the entry of the last call.
byway_explain() {
  local text='"((\\.|[^"\\])*)"'
  byway GET "/v1/journal/$byway_entry" || return
  [[ $byway_answer =~ \"decision\":\{\"code\":$text,\"sentence\":$text ]] || return
  echo "${BASH_REMATCH[1]}: ${BASH_REMATCH[3]}"
}
