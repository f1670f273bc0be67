#!/usr/bin/env bash
# The road from raw batches to a release on a standalone cluster with one executor and with two, a core each, in turns on
# the same batches. Prints the seconds of each stage, medians of RUNS rounds as the run reports state them (the start of
# Spark is not in them), and how many times quicker two executors are; beside it, what two processes that only compute
# gain on this machine. All releases must have the same bytes. Each executor keeps to a core of its own, as if it were a
# machine of one core: else a single one compiles its code and collects its garbage on the other core for nothing.
# The driver has no core of its own.
#
#   RECORDS=500000   generated papers beside the sample's records: two files of a table, and so two tasks that sort it
#   RUNS=3           rounds
#   SCRATCH=DIR      where the generated file is kept for the next time
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
records=${RECORDS:-500000}
runs=${RUNS:-3}
work=$(mktemp -d)
# shellcheck source=bin/bench.d/standalone.bash
. "$root/bin/bench.d/standalone.bash"
trap 'end_cluster; rm -rf "$work"' EXIT

PINNED=1
build
make_raw "$work/raw-only" "$records"
start_cluster
: >"$work/results"

compute() { head -c 1500000000 /dev/zero | sha256sum >/dev/null; }
timed() { local start; start=$(date +%s.%N); "$@"; awk -v a="$start" -v b="$(date +%s.%N)" 'BEGIN { print b - a }'; }
both() { compute & compute; wait $!; }
printf 'compute 1 %s\n' "$(timed compute)" >>"$work/results"
printf 'compute 2 %s\n' "$(timed both | awk '{ print $1 / 2 }')" >>"$work/results"

for round in $(seq "$runs"); do
  for executors in 1 2; do
    lake=$work/lake-$executors
    fresh_lake "$work/raw-only" "$lake"
    for stage in normalize link release; do
      submit "$executors" "$stage" --lake "$lake" >"$work/out" 2>"$work/err" || { tail -40 "$work/err" >&2; exit 1; }
      printf '%s %s %s\n' "$stage" "$executors" "$(seconds_of "$lake" "$stage")" >>"$work/results"
    done
  done
  printf 'round %s of %s\n' "$round" "$runs" >&2
done

awk -v records="$records" -v runs="$runs" '
  function median(stage, executors,   i, j, n, t, v) {
    n = count[stage, executors]
    for (i = 1; i <= n; i++) v[i] = value[stage, executors, i]
    for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return v[int((n + 1) / 2)]
  }
  function row(name, one, two) { printf "%-34s %12.1f %12.1f %12.2f\n", name, one, two, one / two }
  { value[$1, $2, ++count[$1, $2]] = $3 }
  END {
    printf "%d generated papers and the sample, %d rounds\n%-34s %12s %12s %12s\n", records, runs, "", "1 executor s", "2 executors", "ratio"
    for (i = 1; i <= split("normalize link release", stages); i++) {
      one = median(stages[i], 1); two = median(stages[i], 2); all1 += one; all2 += two
      row(stages[i], one, two)
    }
    row("all three", all1, all2)
    row("two processes that only compute", median("compute", 1), median("compute", 2))
  }' "$work/results"

sums() { (cd "$1/releases" && find . -type f | sort | xargs sha256sum | sha256sum); }
[ "$(sums "$work/lake-1")" = "$(sums "$work/lake-2")" ] || { echo "error: the releases differ" >&2; exit 1; }
echo "the releases have the same bytes"
