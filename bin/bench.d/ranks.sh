#!/usr/bin/env bash
# What the ranking makes of every binary black hole of GWTC-1 and GWTC-2.1 over the SXS catalog in the corpus.
# RUDOLPHINE_CORPUS names the directory of real data.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
work="$root/transform/target/bench-ranking"
: "${RUDOLPHINE_CORPUS:?names the directory of real data}"
mkdir -p "$work"
cd "$root"
mvn -B -ntp -q -Dfast -pl transform -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" >&2
java -Xmx1g -cp "transform/target/test-classes:transform/target/classes:ingest/target/classes:$(cat "$work/classpath")" \
  org.rudolphine.transform.link.RankTable
