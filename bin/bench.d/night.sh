#!/usr/bin/env bash
# A night in which no provider has anything new, on a lake of generated papers and the sample, with the sample's server as
# the providers: wall seconds of the whole process and of each stage, medians of RUNS. Beside it, what linking and
# releasing take when they are done again in full.
#
#   RECORDS=1000000   generated papers
#   RUNS=3            nights
#   SCRATCH=DIR       where the generated file is kept for the next time
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
records=${RECORDS:-1000000}
runs=${RUNS:-3}
work=$(mktemp -d)
# shellcheck source=bin/bench.d/standalone.bash
. "$root/bin/bench.d/standalone.bash"
trap 'rm -rf "$work"' EXIT
lake=$work/lake

did() { # did NAME COMMAND... : appends "NAME wall" to the results
  local name=$1 start
  shift
  start=$(date +%s.%N)
  "$root/bin/rudolphine" --lake "$lake" "$@" >"$work/out" 2>"$work/err" || { tail -40 "$work/err" >&2; exit 1; }
  awk -v n="$name" -v a="$start" -v b="$(date +%s.%N)" 'BEGIN { print n, b - a }' >>"$work/results"
}

build
make_raw "$lake" "$records"
: >"$work/results"
did first-normalize normalize
did first-link link
did first-release release
did warm demo # the first night on this lake; makes the archive of classes too
for _ in $(seq "$runs"); do
  did night demo
  for stage in harvest normalize link release report; do
    printf 'night-%s %s\n' "$stage" "$(seconds_of "$lake" "$stage")" >>"$work/results"
  done
done
grep -q 'not done again' "$work/out" || { echo "error: the night did work that was not needed" >&2; cat "$work/out" >&2; exit 1; }
did link-again link --rebuild
did release-again release --rebuild

awk -v records="$records" '
  function median(name,   i, j, n, t, v) {
    n = count[name]
    for (i = 1; i <= n; i++) v[i] = value[name, i]
    for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return v[int((n + 1) / 2)]
  }
  { value[$1, ++count[$1]] = $2 }
  END {
    printf "%d generated papers and the sample\n", records
    printf "%-46s %8.1f s   aim 30\n", "night with nothing new, whole process", median("night")
    for (i = 1; i <= split("harvest normalize link release report", stages); i++) printf "%-46s %8.1f s\n", "  " stages[i], median("night-" stages[i])
    printf "%-46s %8.1f s\n", "link --rebuild, whole process", value["link-again", 1]
    printf "%-46s %8.1f s\n", "release --rebuild, whole process", value["release-again", 1]
    printf "%-46s %8.1f s\n", "the first normalize", value["first-normalize", 1]
    printf "%-46s %8.1f s\n", "the first link", value["first-link", 1]
  }' "$work/results"
