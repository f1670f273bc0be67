#!/usr/bin/env bash
# Ranking of 500 events x 10,000 runs x 5,000 draws, one thread each: ours and scipy's cKDTree on the same
# numbers. Prints seconds and the ratio ours / scipy; the checksums show that both did the same work.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work="$root/transform/target/bench-ranking"
mkdir -p "$work"
cd "$root"
mvn -B -ntp -q -Dfast -pl transform -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" >&2
java -Xmx2g -XX:+UseParallelGC \
  -cp "transform/target/test-classes:transform/target/classes:ingest/target/classes:$(cat "$work/classpath")" \
  org.rudolphine.transform.link.RankingBench "$work/numbers" >"$work/ours"
if python3 -c 'import numpy, scipy' 2>/dev/null; then
  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python3 "$root/bin/bench.d/ranking.py" "$work/numbers" >"$work/peer"
else
  echo "scipy is not installed: no peer to compare with" >&2
  : >"$work/peer"
fi
rm -f "$work/numbers"
awk 'FNR == NR { seconds[$1] = $2; check[$1] = $3; next }
  { printf "%-8s ours %8.3f s", $1, $2
    if ($1 in seconds) printf "   scipy %8.3f s   ratio %.2f   checksums %s %s", seconds[$1], $2 / seconds[$1], $3, check[$1]
    printf "\n" }' "$work/peer" "$work/ours"
