#!/usr/bin/env bash
# 60,000 synthetic records of the shape of the CERN Open Data portal's, linked by hep-stated and hep-conditions, and the
# key join of hep-conditions in DuckDB on the same files in the same run, two cores each. Prints seconds (Spark and the
# JVM already started), pairs, the largest block, peak memory, and whether both found the same pairs. Lists have no end here.
#
#   SEED=7       another set of records
#   HEAP=2g      heap of the JVM that links
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
duckdb=2.0.0.1
bench="$root/transform/target/bench-colliders"
jar="$bench/duckdb_jdbc-$duckdb.jar"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$bench"
cd "$root"
mvn -B -ntp -q -Dfast -pl transform -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$bench/classpath" >&2
if [ ! -f "$jar" ]; then # 77 MB, for benchmarks only
  mvn -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy \
    -Dartifact="org.duckdb:duckdb_jdbc:$duckdb" -DoutputDirectory="$bench" >&2 ||
    echo "DuckDB cannot be fetched: no peer to compare with" >&2
fi

# Spark's own module options, as its launcher lists them.
opens=(-XX:+IgnoreUnrecognizedVMOptions)
for p in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  opens+=("--add-opens=java.base/$p=ALL-UNNAMED")
done
classes="transform/target/test-classes:transform/target/classes:ingest/target/classes"
ours() {
  "$java" "-Xmx${HEAP:-2g}" -XX:+UseParallelGC -Duser.timezone=UTC "${opens[@]}" \
    -cp "$classes:$(cat "$bench/classpath")" org.rudolphine.transform.link.HepBench "$@" 2>"$work/err" ||
    { cat "$work/err" >&2; return 1; }
}
peer() { "$java" -Xmx512m -cp "transform/target/test-classes:$jar" org.rudolphine.transform.link.HepPeer "$@"; }

ours generate "$work/tables" "${SEED:-1}" >"$work/generated"
ours link "$work/tables" >"$work/ours"
if [ -f "$jar" ]; then peer join "$work/tables" >"$work/peer"; else : >"$work/peer"; fi
awk -v size="$(du -scb "$work"/tables/links-hep-conditions | awk 'END { print $1 }')" '
  FILENAME ~ /peer$/ { theirs[$1] = $2; next }
  { name = $1; sub(/^[^ ]* /, ""); of[name] = $0 }
  END {
    printf "%s synthetic records, %s statements\n", of["records"], of["relations"]
    printf "hep-stated      %6.1f s  %6.1f s CPU   %s pairs\n", of["stated"], of["stated-cpu"], of["hep-stated-links"]
    printf "hep-conditions  %6.1f s  %6.1f s CPU   %s pairs, %.0f MB; largest block %s; peak memory %.0f MB\n", of["conditions"], of["conditions-cpu"], of["hep-conditions-links"], size / 1e6, of["hep-conditions-block"], of["memory"] / 1024
    if (theirs["join"]) printf "DuckDB          %6.1f s  %6.1f s CPU   peak memory %.0f MB; ratio ours / DuckDB %.1f wall, %.1f CPU\n", theirs["join"], theirs["join-cpu"], theirs["memory"] / 1024, of["conditions"] / theirs["join"], of["conditions-cpu"] / theirs["join-cpu"]
  }' "$work/peer" "$work/generated" "$work/ours"
if [ -f "$jar" ]; then peer check "$work/tables"; fi
