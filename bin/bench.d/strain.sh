#!/usr/bin/env bash
# gw-strain on a standalone cluster with one executor and with two, a core each, in turns: EVENTS events of two detectors
# (32 s at 4096 Hz) x WAVEFORMS waveforms, each scanned over its stretch. The same tables each time; only the rule runs. Prints
# the seconds of the stage link, medians of RUNS rounds as the run reports state them (the start of Spark is not in
# them), events x waveforms per second, and how many times quicker two executors are; beside it, what two processes
# that only compute gain on this machine. Both must write the same bytes into links and pairs. Each executor keeps to a
# core of its own. The driver has no core of its own.
#
#   EVENTS=20 WAVEFORMS=10   200 events x waveforms
#   RUNS=3                   rounds
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
events=${EVENTS:-20}
waveforms=${WAVEFORMS:-10}
runs=${RUNS:-3}
work=$(mktemp -d)
# shellcheck source=bin/bench.d/standalone.bash
. "$root/bin/bench.d/standalone.bash"
trap 'end_cluster; rm -rf "$work"' EXIT

PINNED=1
build
mkdir -p "$work/files"
"$java" -Xmx1g -cp "$root/transform/target/test-classes:$root/transform/target/classes:$jar:$(cat "$root/jobs/target/runtime.classpath")" \
  org.rudolphine.transform.signal.StrainFilesBench "$work/files" "$events" "$waveforms"
for command in "import gwosc $work/files" "normalize gwosc"; do
  # shellcheck disable=SC2086
  "$root/bin/rudolphine" --lake "$work/tables" $command >/dev/null 2>"$work/err" || { tail -40 "$work/err" >&2; exit 1; }
done
rm -rf "$work/files"
start_cluster
: >"$work/results"

compute() { head -c 1500000000 /dev/zero | sha256sum >/dev/null; }
timed() { local start; start=$(date +%s.%N); "$@"; awk -v a="$start" -v b="$(date +%s.%N)" 'BEGIN { print b - a }'; }
both() { compute & compute; wait $!; }
printf '1 compute %s\n' "$(timed compute)" >>"$work/results"
printf '2 compute %s\n' "$(timed both | awk '{ print $1 / 2 }')" >>"$work/results"

for round in $(seq "$runs"); do
  for executors in 1 2; do
    lake=$work/lake-$executors
    rm -rf "$lake"
    cp -r "$work/tables" "$lake"
    submit "$executors" link gw-strain --lake "$lake" >"$work/out" 2>"$work/err" || { tail -40 "$work/err" >&2; exit 1; }
    printf '%s link %s\n' "$executors" "$(seconds_of "$lake" link)" >>"$work/results"
  done
  printf 'round %s of %s\n' "$round" "$runs" >&2
done

awk -v tasks=$((events * waveforms)) -v runs="$runs" '
  function median(what, executors,   i, j, n, t, v) {
    n = count[what, executors]
    for (i = 1; i <= n; i++) v[i] = value[what, executors, i]
    for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return v[int((n + 1) / 2)]
  }
  { value[$2, $1, ++count[$2, $1]] = $3 }
  END {
    one = median("link", 1); two = median("link", 2)
    printf "%d events x waveforms, %d rounds\n%-34s %12s %12s %12s\n", tasks, runs, "", "1 executor", "2 executors", "ratio"
    printf "%-34s %12.1f %12.1f %12.2f\n", "link gw-strain, s", one, two, one / two
    printf "%-34s %12.2f %12.2f\n", "events x waveforms per s", tasks / one, tasks / two
    printf "%-34s %12.1f %12.1f %12.2f\n", "two processes that only compute, s", median("compute", 1), median("compute", 2), median("compute", 1) / median("compute", 2)
  }' "$work/results"

pairs=$("$root/bin/rudolphine" --lake "$work/lake-2" query "SELECT count(*) AS n FROM pairs WHERE quantity = 'strain_whitened'" --format csv 2>/dev/null | tail -1)
[ "$pairs" -eq $((2 * events * waveforms)) ] || { echo "error: $pairs pairs, not $((2 * events * waveforms))" >&2; exit 1; }
sums() { (cd "$1/tables" && find links pairs -name 'part-*' | sort | xargs sha256sum | sed 's/ .*//' | sha256sum); }
[ "$(sums "$work/lake-1")" = "$(sums "$work/lake-2")" ] || { echo "error: the tables differ" >&2; exit 1; }
echo "links and pairs have the same bytes"
