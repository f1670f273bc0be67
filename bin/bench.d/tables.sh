#!/usr/bin/env bash
# Tables of flows in the directory of real data (RUDOLPHINE_CORPUS): the reader against numpy on the same files in the same
# run, one thread each, best of REPEATS; then the tables in COPIES copies under names of their own, imported as one zip
# archive, normalized in one job, and the same of a tenth of them.
#
#   COPIES=100   REPEATS=5   SEED=1   HEAP=2g
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
tables=${RUDOLPHINE_CORPUS:-}/experiment/tmr
[ -d "$tables" ] || { echo "no real tables: RUDOLPHINE_CORPUS names no directory with experiment/tmr" >&2; exit 0; }
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
copies=${COPIES:-100}
repeats=${REPEATS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
mvn -B -ntp -q -Dfast -pl transform -am test-compile >&2

"$java" "-Xmx${HEAP:-2g}" -cp transform/target/test-classes:transform/target/classes \
  org.rudolphine.transform.tecplot.TableBench "$tables" "$repeats" >"$work/ours"
python3 bin/bench.d/tables.py read "$tables" "$repeats" >"$work/numpy"
awk '{ for (i = 1; i < NF; i += 2) of[FNR == NR, $i] = $(i + 1) }
  END {
    printf "reader  %s files, %s values: %.3f s; numpy %.3f s; ratio ours / numpy %.2f; checksums %s and %s\n", of[1, "files"],
      of[1, "values"], of[1, "seconds"], of[0, "seconds"], of[1, "seconds"] / of[0, "seconds"], of[1, "checksum"], of[0, "checksum"]
  }' "$work/ours" "$work/numpy"

timed() { # timed NAME COMMAND... : prints seconds of the command, which must succeed
  local start end
  start=$(date +%s.%N)
  "${@:2}" >"$work/out" 2>"$work/err" || { cat "$work/err" >&2; return 1; }
  end=$(date +%s.%N)
  awk -v n="$1" -v a="$start" -v b="$end" 'BEGIN { printf "  %s %.1f s", n, b - a }'
}
rudolphine() { RUDOLPHINE_HEAP=${HEAP:-2g} "$root/bin/rudolphine" --lake "$work/lake-$1" "${@:2}"; }
for n in 1 $((copies / 10)) "$copies"; do
  [ "$n" -ge 1 ] || continue
  python3 bin/bench.d/tables.py copies "$tables" "$work/$n.zip" "$n" "${SEED:-1}"
  printf '%5d copies' "$n"
  timed import rudolphine "$n" import tmr "$work/$n.zip"
  timed normalize rudolphine "$n" normalize tmr
  rudolphine "$n" query "SELECT count(*) AS series, sum(n_points) AS points, count(DISTINCT case_id) AS cases FROM series" --format json 2>/dev/null |
    sed 's/^/  /'
  rm -rf "$work/lake-$n" "$work/$n.zip"
done
