#!/usr/bin/env bash
# The matched filter: 4 events of two detectors (32 s at 4096 Hz) x 25 templates, one thread each: ours and
# numpy/scipy on the same numbers. Prints seconds, events x templates per second and core, and the ratio
# scipy / ours; the checksums show that both did the same work.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work="$root/transform/target/bench-filter"
mkdir -p "$work"
cd "$root"
mvn -B -ntp -q -Dfast -pl transform -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" >&2
java -Xmx1g -XX:+UseSerialGC \
  -cp "transform/target/test-classes:transform/target/classes:ingest/target/classes:$(cat "$work/classpath")" \
  org.rudolphine.transform.signal.MatchedFilterBench "$work/numbers" >"$work/ours"
python=${PYTHON:-python3}
if "$python" -c 'import numpy, scipy' 2>/dev/null; then
  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 "$python" "$root/bin/bench.d/filter.py" "$work/numbers" >"$work/peer"
else
  echo "scipy is not installed: no peer to compare with" >&2
  : >"$work/peer"
fi
rm -f "$work/numbers"
awk 'FNR == NR { seconds[$1] = $2; check[$1] = $3; next }
  { printf "%-8s ours %8.3f s %8.1f per s", $1, $2, $4 / $2
    if ($1 in seconds) printf "   scipy %8.3f s %8.1f per s   scipy / ours %.2f   checksums %s %s", seconds[$1], $4 / seconds[$1], seconds[$1] / $2, $3, check[$1]
    printf "\n" }' "$work/peer" "$work/ours"
