#!/usr/bin/env bash
# Everything one does with this repository: ./do help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# The SDK itself needs no ICU library, which bare machines lack.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-1}"

scratch=""       # our temporary folder
postgres_user="" # who PostgreSQL runs as; empty: ourselves
child=""         # the process group at work, which ends when we do

help() {
  cat <<'TEXT'
./do run [options]     build, and serve on http://127.0.0.1:5080 with the data in ./data
                       (the options are those of `byway serve`)
./do test [filter]     build, check the formatting, run the suite on SQLite and on PostgreSQL
                       (filter: part of a test's full name, or the runner's own options)
./do prove [proof]     build, and run one of the long proofs; without a name, list them
                       (./do prove fuzz --seconds 600 --seed 7; --postgres for PostgreSQL;
                       ./do prove rules --histories 1000000)
./do bench [options]   build and measure; ./do bench lists, redirect, simulate [SALES] by themselves
./do format            format the sources
./do openapi           build, and write docs/openapi.json anew
./do postgres          start a private, empty PostgreSQL, print how to connect, stop it at end of input
./do help              this text
TEXT
}

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

# --- What has to be there ---------------------------------------------------------------------------------------

need_dotnet() {
  local where="install the .NET 10 SDK from https://dotnet.microsoft.com/download/dotnet/10.0 and run this again."
  command -v dotnet >/dev/null || fail "Byway needs the .NET 10 SDK and found no 'dotnet': $where"
  local found
  # Outside the repository: inside, global.json makes the first complaint, and a longer one.
  found=$(cd / && dotnet --list-sdks 2>/dev/null | grep -E '^10\.0\.' | tail -n 1) ||
    fail "Byway needs the .NET 10 SDK and found 'dotnet' without it: $where"
  # The built programs look for the runtime here, wherever the SDK was unpacked: "10.0.100 [/usr/share/dotnet/sdk]".
  found=${found#*[}
  export DOTNET_ROOT="${DOTNET_ROOT:-$(dirname "${found%]}")}"
}

postgres_bin() {
  local folder
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) /usr/pgsql-*/bin; do
    if [[ -x $folder/initdb && -x $folder/pg_ctl ]]; then
      echo "$folder"
      return
    fi
  done
  command -v pg_ctl >/dev/null && command -v initdb >/dev/null && dirname "$(command -v pg_ctl)"
}

test_python() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -c 'import requests' >/dev/null 2>&1; then
      command -v "$python"
      return
    fi
  done
  return 1
}

php_with_curl() { php -r 'exit(extension_loaded("curl") ? 0 : 1);' >/dev/null 2>&1; }

# What of "$@" is not there, by the name of its Debian package, one a line.
missing_of() {
  local name
  for name in "$@"; do
    case $name in
      postgresql) postgres_bin >/dev/null || echo postgresql ;;
      php-cli) command -v php >/dev/null || echo php-cli ;;
      php-curl) php_with_curl || echo php-curl ;;
      python3-aiosmtpd) /usr/bin/python3 -c 'import aiosmtpd' >/dev/null 2>&1 || echo python3-aiosmtpd ;;
      python3-requests) test_python >/dev/null || echo python3-requests ;;
      *) command -v "${name%js}" >/dev/null || command -v "$name" >/dev/null || echo "$name" ;;
    esac
  done
}

# Installs what is missing where we may, or says in one line what is missing and how to get it.
need() {
  local missing
  mapfile -t missing < <(missing_of "$@")
  ((${#missing[@]} == 0)) && return
  if ((EUID == 0)) && command -v apt-get >/dev/null; then
    say "Installing ${missing[*]}…"
    local log="$scratch/apt.log"
    if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
      "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
      tail -n 20 "$log" >&2
      fail "apt-get could not install ${missing[*]}; the end of what it said is above."
    fi
    mapfile -t missing < <(missing_of "$@")
    ((${#missing[@]} == 0)) && return
    fail "Still missing after apt-get install: ${missing[*]}."
  fi
  fail "Missing: ${missing[*]} (Debian/Ubuntu: sudo apt-get install ${missing[*]}; elsewhere by its name there)."
}

# What a folder's package-lock.json names, in its node_modules; nothing is done when that is there already.
npm_packages() {
  local folder=$1 missing said
  if [[ $folder/node_modules/.package-lock.json -nt $folder/package-lock.json ]]; then return; fi
  for missing in node npm; do
    command -v "$missing" >/dev/null || fail "Byway needs Node 20 or later with npm, and found no '$missing':" \
      "https://nodejs.org (Debian/Ubuntu: sudo apt-get install nodejs npm)."
  done
  say "Fetching what $folder needs from npm…"
  if ! said=$(cd "$folder" && npm ci 2>&1 </dev/null); then
    printf '%s\n' "$said" >&2
    fail "npm ci in $folder failed; what it said is above."
  fi
  touch "$folder/node_modules/.package-lock.json"
}

# --- What is cleaned up, however this ends ----------------------------------------------------------------------

make_scratch() {
  ((BASH_VERSINFO[0] >= 5)) || fail "This needs bash 5 and found $BASH_VERSION (macOS: brew install bash)."
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/byway.XXXXXX")
  trap clean EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

clean() {
  local code=$? tenths
  trap - EXIT
  trap '' HUP INT TERM
  if [[ -n $child ]]; then
    kill -TERM -- "-$child" 2>/dev/null || true
    for ((tenths = 0; tenths < 50; tenths++)); do
      kill -0 -- "-$child" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL -- "-$child" 2>/dev/null || true
  fi
  if [[ -f $scratch/postgres/data/postmaster.pid ]]; then postgres_control stop -m immediate || true; fi
  rm -rf "$scratch"
  exit "$code"
}

# Runs a program in the background, in a process group of its own, and waits: bash handles no signal while it waits
# for one in the foreground, and what that program started ends with it.
attended() {
  set -m
  "$@" </dev/null &
  set +m
  child=$!
  local code=0
  wait "$child" || code=$?
  last_child=$child
  child=""
  return "$code"
}

# --- The private PostgreSQL -------------------------------------------------------------------------------------
# In a folder of its own, reached by a Unix socket in that folder only, run by somebody who is not root.
# It is as durable as a real one (fsync stays on): the suite kills servers and looks at what is left.

# The suite's sorts text as people's servers do, not by bytes as SQLite does: a query that cares has to say so.
readonly like_people=(--locale=C --locale-provider=icu --icu-locale=en-US)

as_postgres() {
  if [[ -n $postgres_user ]]; then
    setpriv --reuid="$postgres_user" --regid="$(id -g "$postgres_user")" --clear-groups "$@"
  else
    "$@"
  fi
}

postgres_control() {
  as_postgres "$(postgres_bin)/pg_ctl" -s -w -D "$scratch/postgres/data" "$@" </dev/null >/dev/null 2>&1
}

# "$@": how initdb shall sort text.
postgres_start() {
  local home="$scratch/postgres" bin
  bin=$(postgres_bin)
  mkdir "$home"
  if ((EUID == 0)); then
    postgres_user=nobody
    if id postgres >/dev/null 2>&1; then postgres_user=postgres; fi
    chmod 711 "$scratch"
    chown "$postgres_user" "$home"
  fi
  chmod 700 "$home"
  if ! (cd / && as_postgres "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --no-sync "$@") \
    >"$scratch/initdb.log" 2>&1 </dev/null; then
    cat "$scratch/initdb.log" >&2
    fail "PostgreSQL's initdb failed; what it said is above."
  fi
  cat >>"$home/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$home'
max_connections = 200
CONF
  if ! (cd / && postgres_control start -l "$home/log"); then
    cat "$home/log" >&2
    fail "PostgreSQL did not start; its log is above."
  fi
  postgres_connection="Host=$home;Username=postgres;GSS Encryption Mode=Disable"
}

# --- The commands -----------------------------------------------------------------------------------------------

# Builds in Release; what the build says is shown only if it fails.
build_quietly() {
  local said
  if ! said=$(dotnet build "$1" -c Release --nologo -v quiet 2>&1 </dev/null); then
    printf '%s\n' "$said" >&2
    return 1
  fi
}

run() {
  need_dotnet
  npm_packages src/web
  npm_packages src/snippet
  say "Building Byway (first time takes a minute)…"
  build_quietly src/Byway || fail "The build failed; what it said is above."
  exec src/Byway/bin/Release/net10.0/byway serve "$@"
}

# One run of the whole suite on database $1; adds to passed, failed and skipped.
suite() {
  local database=$1 results="$scratch/$1.xml" code=0 name count
  shift
  printf '\n== The suite on %s ==\n' "$database"
  BYWAY_TEST_DATABASE=$database attended \
    tests/Byway.Tests/bin/Release/net10.0/Byway.Tests -noLogo "${colour[@]}" -xml "$results" "$@" || code=$?
  # A suite that crashed leaves the servers it was testing.
  kill -KILL -- "-$last_child" 2>/dev/null || true
  local head=""
  if [[ -s $results ]]; then head=$(grep -o '<assembly [^>]*>' "$results" | head -n 1); fi
  if [[ -z $head ]]; then
    echo "The suite on $database ended without results (exit code $code)."
    failed=$((failed + 1))
    return
  fi
  local run_passed=0 run_failed=0 run_skipped=0
  for name in passed failed skipped errors; do
    count=$(sed -nE "s/.* $name=\"([0-9]+)\".*/\1/p" <<<"$head")
    case $name in
      passed) run_passed=$count ;;
      failed) run_failed=$count ;;
      skipped) run_skipped=$count ;;
      errors) run_failed=$((run_failed + count)) ;;
    esac
  done
  if ((run_passed + run_failed + run_skipped == 0)); then
    echo "No test matches."
    run_failed=1
  elif ((code != 0 && run_failed == 0)); then
    echo "The suite on $database passed, but its process ended with exit code $code."
    run_failed=1
  fi
  passed=$((passed + run_passed)) failed=$((failed + run_failed)) skipped=$((skipped + run_skipped))
}

run_tests() {
  need_dotnet
  make_scratch
  need postgresql php-cli php-curl python3-requests python3-aiosmtpd curl nodejs npm
  npm_packages src/web
  npm_packages src/snippet
  npm_packages tests/npm
  # The pages are looked at in a browser; whoever cannot install one still runs everything else.
  if [[ -z ${BYWAY_TEST_CHROMIUM:-} ]] && ! command -v chromium >/dev/null; then
    if ((EUID == 0)) && command -v apt-get >/dev/null; then
      need chromium
    else
      say "No Chromium: its tests are skipped (Debian/Ubuntu: sudo apt-get install chromium)."
    fi
  fi
  npm_packages tests/browser
  BYWAY_TEST_PYTHON=$(test_python)
  export BYWAY_TEST_PYTHON
  passed=0 failed=0 skipped=0
  colour=(-noColor)
  if [[ -t 1 ]]; then colour=(); fi
  local filter=("$@")
  if (($# == 1)) && [[ $1 != -* ]]; then filter=(-method "*$1*"); fi

  echo "== Formatting =="
  dotnet tool restore >"$scratch/tools.log" 2>&1 </dev/null || cat "$scratch/tools.log"
  if ! attended dotnet csharpier check .; then
    echo "Not formatted as the house does it: ./do format"
    failed=$((failed + 1))
  fi

  printf '\n== Build ==\n'
  if attended dotnet build Byway.slnx -c Release --nologo -v quiet; then
    postgres_start "${like_people[@]}"
    export BYWAY_TEST_POSTGRES=$postgres_connection
    # One after the other: both would fight for the same few cores, and the suite has clocks of its own.
    suite sqlite "${filter[@]}"
    suite postgres "${filter[@]}"
  else
    failed=$((failed + 1))
  fi

  local verdict="$passed passed, $failed failed"
  if ((skipped > 0)); then verdict+=", $skipped skipped"; fi
  printf '\n%s\n' "$verdict"
  ((failed == 0))
}

# The proofs that the suite has time for in small only: a name, the test's name, and what it shows.
readonly proofs=(
  "fuzz|FuzzTests.Whatever_is_sent|no input makes a 5xx or an answer the API's document does not promise"
  "rules|TwoImplementationsTests.Both_implementations_agree|two implementations of the rules agree (--histories N)"
)

prove() {
  local name=${1:-} proof filter="" seconds=60 seed="" histories="" database=sqlite
  for proof in "${proofs[@]}"; do
    if [[ ${proof%%|*} == "$name" ]]; then filter=${proof#*|} filter=${filter%%|*}; fi
  done
  if [[ -z $filter ]]; then
    for proof in "${proofs[@]}"; do say "./do prove ${proof%%|*}: ${proof##*|}"; done
    [[ -z $name ]] || fail "There is no proof $name."
    return
  fi
  shift
  while (($# > 0)); do
    case $1 in
      --seconds) seconds=${2:?} && shift ;;
      --seed) seed=${2:?} && shift ;;
      --histories) histories=${2:?} seconds="" && shift ;;
      --postgres) database=postgres ;;
      *) fail "./do prove $name takes --seconds N, --seed N, --histories N and --postgres, and not $1." ;;
    esac
    shift
  done
  need_dotnet
  make_scratch
  say "Building Byway (first time takes a minute)…"
  build_quietly tests/Byway.Tests || fail "The build failed; what it said is above."
  if [[ $database == postgres ]]; then
    need postgresql
    postgres_start "${like_people[@]}"
    export BYWAY_TEST_POSTGRES=$postgres_connection
  fi
  export BYWAY_TEST_DATABASE=$database BYWAY_PROOF_SECONDS=$seconds BYWAY_PROOF_SEED=$seed
  export BYWAY_PROOF_HISTORIES=$histories
  attended tests/Byway.Tests/bin/Release/net10.0/Byway.Tests -noLogo -noColor -showLiveOutput -method "*$filter*"
}

bench() {
  need_dotnet
  npm_packages src/web
  npm_packages src/snippet
  make_scratch
  need postgresql wrk
  say "Building Byway (first time takes a minute)…"
  build_quietly Byway.slnx || fail "The build failed; what it said is above."
  postgres_start --locale=C
  export BYWAY_BENCH_POSTGRES=$postgres_connection
  attended dotnet bench/Byway.Bench/bin/Release/net10.0/Byway.Bench.dll "$@"
}

format() {
  need_dotnet
  dotnet tool restore >/dev/null
  dotnet csharpier format .
}

openapi() {
  need_dotnet
  # The build skips the document when the program has not changed since.
  rm -f src/Byway/obj/Byway.OpenApiFiles.cache
  build_quietly src/Byway || fail "The build failed; what it said is above."
  { cat src/Byway/obj/Byway.json && echo; } >docs/openapi.json
}

# For a test run that was not started here (an IDE): the suite starts this and lets go of its input when it ends,
# in whatever way it ends.
postgres() {
  make_scratch
  postgres_bin >/dev/null || fail "Missing: postgresql (Debian/Ubuntu: sudo apt-get install postgresql)."
  postgres_start "${like_people[@]}"
  printf '%s\n' "$postgres_connection"
  # `read` is bash's own, so a signal is handled at once.
  while read -r _; do :; done
}

command=${1:-help}
if (($# > 0)); then shift; fi
case $command in
  run) run "$@" ;;
  test) run_tests "$@" ;;
  prove) prove "$@" ;;
  bench) bench "$@" ;;
  format) format ;;
  openapi) openapi ;;
  postgres) postgres ;;
  help | -h | --help) help ;;
  *)
    say "Unknown command: $command"
    help >&2
    exit 1
    ;;
esac
