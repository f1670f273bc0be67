#!/usr/bin/env bash
# Generated papers in arXiv's bulk format: import -> normalize -> table, and DuckDB making the same table of the same
# file, in turns. Prints wall seconds, CPU seconds, peak memory and bytes written, medians of RUNS rounds, and ratios;
# at the end both tables must hold the same papers. How it measures: docs/performance.md
#
#   RECORDS=100000 bin/bench papers     lines of the generated file (default 1000000: 1.6 GB, and 6 GB of scratch space)
#   RUNS=1                              rounds (default 3)
#   SEED=7                              another file
#   SCRATCH=DIR                         where to work; kept at the end, the generated file is used again
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
records=${RECORDS:-1000000}
runs=${RUNS:-3}
seed=${SEED:-1}
duckdb=2.0.0.1
bench="$root/jobs/target/bench"
jar="$bench/duckdb_jdbc-$duckdb.jar"
if [ -n "${SCRATCH:-}" ]; then
  work=$SCRATCH
  mkdir -p "$work"
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
file="$work/synthetic-arxiv-$records-$seed.json"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# The second line of "times" is about children that have ended; it must run in the shell that is their parent.
cpu_of_times='NR == 2 { for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); s += t[1] * 60 + t[2] } print s }'

measure() { # measure NAME COMMAND... : appends "NAME wall cpu peak-MB" to the results
  local name=$1 start end before after pid peak=0 key value _
  shift
  times >"$work/times"
  before=$(awk "$cpu_of_times" "$work/times")
  start=$(date +%s.%N)
  "$@" >"$work/$name.out" 2>"$work/$name.err" &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    while read -r key value _; do
      if [ "$key" = VmHWM: ]; then peak=$value; fi
    done <"/proc/$pid/status" || true
    sleep 0.1
  done 2>/dev/null
  wait "$pid" || { cat "$work/$name.err" >&2; exit 1; }
  end=$(date +%s.%N)
  times >"$work/times"
  after=$(awk "$cpu_of_times" "$work/times")
  awk -v n="$name" -v a="$start" -v b="$end" -v c="$before" -v d="$after" -v p="$peak" \
    'BEGIN { printf "%s %.2f %.2f %.0f\n", n, b - a, d - c, p / 1024 }' >>"$work/results"
}
wrote() { # wrote NAME PATHS... : appends the bytes below the paths
  local name=$1
  shift
  du -scb "$@" | awk -v n="$name" 'END { print n, $1 }' >>"$work/bytes"
}

rudolphine() { "$root/bin/rudolphine" --lake "$1" "${@:2}"; }
peer() { "$java" -Xmx512m -cp "$root/jobs/target/test-classes:$jar" org.rudolphine.jobs.bench.DuckDbPapers "$@"; }
generate() { "$java" -cp "$root/jobs/target/test-classes" org.rudolphine.jobs.bench.SyntheticPapers "$@"; }

: >"$work/results"
: >"$work/bytes"
cd "$root"
mvn -B -ntp -q -Dfast -pl jobs -am test-compile >&2
if [ ! -f "$jar" ]; then # 77 MB, for this benchmark only
  mvn -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
    -Dartifact="org.duckdb:duckdb_jdbc:$duckdb" -DoutputDirectory="$bench" >&2 ||
    echo "DuckDB cannot be fetched: no peer to compare with" >&2
fi

if [ ! -f "$file" ]; then
  measure generation "$java" -cp "$root/jobs/target/test-classes" \
    org.rudolphine.jobs.bench.SyntheticPapers "$file.part" "$records" "$seed"
  mv "$file.part" "$file"
  wrote generation "$file"
fi

# Classes are archived by the first command that starts Spark, as on any machine in use.
generate "$work/few.json" 1000 "$seed"
rudolphine "$work/lake" import arxiv "$work/few.json" >/dev/null 2>&1
rudolphine "$work/lake" normalize arxiv >/dev/null 2>&1

for _ in $(seq "$runs"); do
  rm -rf "$work/lake"
  measure import "$root/bin/rudolphine" --lake "$work/lake" import arxiv "$file"
  wrote import "$work/lake/raw"
  measure normalize "$root/bin/rudolphine" --lake "$work/lake" normalize arxiv
  wrote normalize "$work/lake/tables"
  if [ -f "$jar" ]; then
    rm -f "$work/peer.parquet"
    measure duckdb "$java" -Xmx512m -cp "$root/jobs/target/test-classes:$jar" \
      org.rudolphine.jobs.bench.DuckDbPapers write "$file" "$work/peer.parquet"
    wrote duckdb "$work/peer.parquet"
  fi
done

awk -v records="$records" '
  function median(values, n,   i, j, t) {
    for (i = 2; i <= n; i++) for (j = i; j > 1 && values[j] < values[j - 1]; j--) { t = values[j]; values[j] = values[j - 1]; values[j - 1] = t }
    return values[int((n + 1) / 2)]
  }
  function of(name, column,   i, n, v) {
    n = count[name]
    for (i = 1; i <= n; i++) v[i] = value[name, i, column]
    return median(v, n)
  }
  function road(column,   i, n, v) {
    n = count["normalize"]
    for (i = 1; i <= n; i++)
      v[i] = column == 3 ? (value["import", i, 3] > value["normalize", i, 3] ? value["import", i, 3] : value["normalize", i, 3]) \
                         : value["import", i, column] + value["normalize", i, column]
    return median(v, n)
  }
  function row(label, wall, cpu, peak, size) {
    printf "%-34s %10.1f %10.1f %10.0f %12.1f %10s\n", label, wall, cpu, peak, size / 1e6, (wall > 0 ? sprintf("%.0f", records / wall) : "")
  }
  FNR == NR { n = ++count[$1]; for (i = 1; i <= 3; i++) value[$1, n, i] = $(i + 1); next }
  { bytes[$1] = $2 }
  END {
    printf "%d synthetic papers, %d runs\n%-34s %10s %10s %10s %12s %10s\n", records, count["normalize"], "", "wall s", "CPU s", "peak MB", "written MB", "records/s"
    if (count["generation"]) row("generation", of("generation", 1), of("generation", 2), of("generation", 3), bytes["generation"])
    row("import", of("import", 1), of("import", 2), of("import", 3), bytes["import"])
    row("normalize", of("normalize", 1), of("normalize", 2), of("normalize", 3), bytes["normalize"])
    row("whole road: import + normalize", road(1), road(2), road(3), bytes["import"] + bytes["normalize"])
    if (count["duckdb"]) {
      row("DuckDB", of("duckdb", 1), of("duckdb", 2), of("duckdb", 3), bytes["duckdb"])
      printf "%-34s %10.2f %10.2f %10.2f\n", "ratio normalize / DuckDB", of("normalize", 1) / of("duckdb", 1), of("normalize", 2) / of("duckdb", 2), of("normalize", 3) / of("duckdb", 3)
      printf "%-34s %10.2f %10.2f %10.2f\n", "ratio whole road / DuckDB", road(1) / of("duckdb", 1), road(2) / of("duckdb", 2), road(3) / of("duckdb", 3)
    }
  }' "$work/results" "$work/bytes"

if [ -f "$jar" ]; then
  ours=$(peer check "$(rudolphine "$work/lake" path papers)"/part-*.parquet)
  theirs=$(peer check "$work/peer.parquet")
  printf 'papers, MD5 of sorted ids and days of change: ours %s, DuckDB %s\n' "$ours" "$theirs"
  [ "$ours" = "$theirs" ] || { echo "error: the tables do not hold the same papers" >&2; exit 1; }
fi
