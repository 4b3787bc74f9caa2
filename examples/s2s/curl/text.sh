# Reading addresses and writing JSON, with nothing but bash. To be sourced.

# query_value URL NAME: the decoded value of a query parameter; nothing if it is not there.
query_value() {
  local query=${1%%#*} pair value
  [[ $query == *'?'* ]] || return 0
  local IFS='&'
  set -f # A * in the address is no file name.
  for pair in ${query#*\?}; do
    if [[ $pair == "$2="* ]]; then
      value=${pair#*=}
      value=${value//\\/\\\\}
      value=${value//+/ }
      # Bytes that are no UTF-8 would be refused: iconv -c leaves them out. Nobody's key contains NUL.
      value=${value//%00/}
      printf '%b' "${value//%/\\x}" | iconv -c -f UTF-8 -t UTF-8
      break
    fi
  done
  set +f
}

# json_string TEXT: the text as a JSON string; null for none.
json_string() {
  local text=$1
  if [[ -z $text ]]; then
    echo null
    return
  fi
  text=${text//\\/\\\\}
  text=${text//\"/\\\"}
  # Control characters are not allowed in JSON strings and have no business in keys and names.
  printf '"%s"' "$(printf '%s' "$text" | tr -d '\000-\037')"
}
