#!/usr/bin/env bash
# Writes docs/customers.md to standard output: the conversations in docs/conversations, played by `frontstage play`.
set -euo pipefail
cd "$(dirname "$0")/.."

field() { sed -n "s/^ *$1: *//p" "scenarios/library/$2.yaml" | head -n 1; }

cat <<'INTRO'
# The customers, in conversation

One conversation with each customer of the library, without a chat model, as `frontstage play` prints it: the trainee's
messages stand in `docs/conversations/`, everything the customer says is decided and worded by Frontstage. Beside each
line stands the customer's mood after it, each figure from 0 to 10; under each message, what in it moved the customer
most. `make customers` plays them all again.
INTRO

for file in docs/conversations/*.jsonl; do
  id="$(basename "$file" .jsonl)"
  printf '\n## %s: %s\n\n`%s`, %s\n\n```text\n' "$(field name "$id")" "$(field title "$id")" "$id" "$(field industry "$id")"
  .venv/bin/frontstage play "$id" --transcript < "$file"
  printf '```\n'
done
