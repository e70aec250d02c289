#!/bin/bash
# growth.sh WHAT [NAME=NUMBER ...]: what becomes of the hub's speed and memory as its work grows, as figures and ratios.
# WHAT is one of
#   backlog  drains a small and a large backlog: records a second of each, and the heap meanwhile
#   trace    traces records among very many audit events
#   sources  starts with thousands of sources and pulls all of them by their schedule
#   nodes    one node and two against a target that answers slowly: deliveries a second of each
#   reconcile  digests and comparison of 1,000,000 delivered records of a target: seconds, heap, plans
#   plans    the hot statements' plans in a filled database, and every table that one of them reads whole
# Nothing is asserted. Sizes are options: "growth.sh backlog small=5000 large=20000" is a smoke test; each scenario's
# file in src/bench/growth says what it takes. Needs the packaged hub (mvn -DskipTests package), Python 3, JDK 17 and
# PostgreSQL 14 or newer in /usr/lib/postgresql (or PGBIN); works in a temporary folder and leaves nothing behind.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
what=${1:-}
case $what in
  backlog | trace | sources | nodes | reconcile | plans) shift ;;
  *)
    sed -n '2,/^set/p' "$0" | sed '$d;s/^# \{0,1\}//' >&2
    exit 2
    ;;
esac
exec python3 "$here/growth/$what.py" "$@"
