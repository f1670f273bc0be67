#!/usr/bin/env bash
# What the driver holds: normalize, link and release on a standalone cluster whose executors are processes of their own,
# for growing lakes. The driver's garbage is collected once a second (jcmd), and the most that was left after any
# collection is printed, in MB; the heap is capped at 1 GB.
#
#   SIZES="10000 100000 1000000"   generated papers beside the sample's records
#   PROFILE=linked                 profile of the release: full holds all papers
#   SCRATCH=DIR                    where generated files are kept for the next time
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work=$(mktemp -d)
# shellcheck source=bin/bench.d/standalone.bash
. "$root/bin/bench.d/standalone.bash"
trap 'end_cluster; rm -rf "$work"' EXIT
jcmd=${JAVA_HOME:+$JAVA_HOME/bin/}jcmd

live() { # live STAGE LAKE : peak of what stays after a collection, in MB
  local pid
  driver_flags=("-Xlog:gc:file=$work/gc.log")
  rm -f "$work/gc.log"
  submit 2 "$1" --lake "$2" --set release.profile="${PROFILE:-linked}" >"$work/out" 2>"$work/err" &
  submitted=$!
  # The function runs in a shell of its own, whose only child is the driver.
  while kill -0 "$submitted" 2>/dev/null; do
    pid=$(pgrep -P "$submitted" -f SparkSubmit || echo "$submitted")
    "$jcmd" "$pid" GC.run >/dev/null 2>&1 || true
    sleep 1
  done
  wait "$submitted" || { tail -40 "$work/err" >&2; return 1; }
  awk '/Pause Full/ { sub(/.*->/, ""); sub(/M\(.*/, ""); if ($0 + 0 > most) most = $0 + 0 } END { print most + 0 }' "$work/gc.log"
}

build
start_cluster
printf '%-12s %14s %14s %14s   %s\n' papers normalize link release "(peak live heap of the driver, MB)"
for records in ${SIZES:-10000 100000 1000000}; do
  make_raw "$work/lake" "$records"
  printf '%-12s' "$records"
  for stage in normalize link release; do
    peak=$(live "$stage" "$work/lake")
    printf ' %14s' "$peak"
  done
  printf '\n'
  rm -rf "$work/lake"
done
