#!/usr/bin/env bash
# Collider datasets down the road: real records of the portal, multiplied with new ids and conditions by a seeded
# generator (conditions.py), imported, normalized and linked by hep-stated and hep-conditions, for growing numbers.
# Prints wall seconds, CPU seconds and peak memory of each stage, links per second of the link stage and how the times
# grow. RUDOLPHINE_CORPUS names the directory of real data.
#
#   SIZES="10000 100000"   records
#   SEED=7                 another order of records
#   SCRATCH=DIR            where to work; kept at the end, generated files are used again
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
: "${RUDOLPHINE_CORPUS:?names the directory of real data}"
if [ -n "${SCRATCH:-}" ]; then
  work=$SCRATCH
  mkdir -p "$work"
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi

# The second line of "times" is about children that have ended; it must run in the shell that is their parent.
cpu_of_times='NR == 2 { for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); s += t[1] * 60 + t[2] } print s }'

measure() { # measure SIZE STAGE COMMAND... : appends "SIZE STAGE wall cpu peak-MB" to the results
  local size=$1 name=$2 start end before after pid peak=0 key value _
  shift 2
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
  wait "$pid" || { tail -40 "$work/$name.err" >&2; exit 1; }
  end=$(date +%s.%N)
  times >"$work/times"
  after=$(awk "$cpu_of_times" "$work/times")
  awk -v s="$size" -v n="$name" -v a="$start" -v b="$end" -v c="$before" -v d="$after" -v p="$peak" \
    'BEGIN { printf "%s %s %.2f %.2f %.0f\n", s, n, b - a, d - c, p / 1024 }' >>"$work/results"
}

rudolphine() { "$root/bin/rudolphine" --lake "$1" "${@:2}"; }

: >"$work/results"
rm -rf "$work/lake"
python3 "$root/bin/bench.d/conditions.py" 500 "$work/few.jsonl"
for stage in "import cernopendata $work/few.jsonl" "normalize cernopendata" "link hep-stated hep-conditions"; do
  # shellcheck disable=SC2086
  rudolphine "$work/lake" $stage >/dev/null 2>&1 # builds what is missing and archives classes
done

for size in ${SIZES:-10000 100000}; do
  file="$work/portal-$size-${SEED:-1}.jsonl"
  [ -f "$file" ] || { python3 "$root/bin/bench.d/conditions.py" "$size" "$file.part" "${SEED:-1}" && mv "$file.part" "$file"; }
  rm -rf "$work/lake"
  measure "$size" import "$root/bin/rudolphine" --lake "$work/lake" import cernopendata "$file"
  measure "$size" normalize "$root/bin/rudolphine" --lake "$work/lake" normalize cernopendata
  measure "$size" link "$root/bin/rudolphine" --lake "$work/lake" --json link hep-stated hep-conditions
  cp "$work/link.out" "$work/link-$size.json"
  links=$(rudolphine "$work/lake" query "SELECT count(*) FROM links WHERE rule = 'hep-conditions'" --format csv 2>/dev/null | tail -1)
  datasets=$(rudolphine "$work/lake" query "SELECT count(*) FROM hep_datasets" --format csv 2>/dev/null | tail -1)
  accepted=$(rudolphine "$work/lake" query "SELECT count(*) FROM links WHERE rule = 'hep-conditions' AND decision = 'accepted'" --format csv 2>/dev/null | tail -1)
  printf '%s links %s %s %s\n' "$size" "$links" "$accepted" "$datasets" >>"$work/results"
done

awk '
  $2 == "links" { links[$1] = $3; accepted[$1] = $4; datasets[$1] = $5; next }
  { if (!($1 in seen)) { order[++n] = $1; seen[$1] = 1 } wall[$1, $2] = $3; cpu[$1, $2] = $4; peak[$1, $2] = $5 }
  END {
    printf "%-10s %-10s %8s %8s %8s\n", "records", "stage", "wall s", "CPU s", "peak MB"
    for (i = 1; i <= n; i++) {
      s = order[i]
      split("import normalize link", stages, " ")
      for (j = 1; j <= 3; j++) printf "%-10s %-10s %8.1f %8.1f %8.0f\n", s, stages[j], wall[s, stages[j]], cpu[s, stages[j]], peak[s, stages[j]]
      printf "%-10s %d datasets, %d links, %d of them accepted, %.0f links per second of the stage\n", s, datasets[s], links[s], accepted[s], links[s] / wall[s, "link"]
      if (i > 1) printf "%-10s x %.1f records: normalize x %.1f wall, link x %.1f wall; CPU x %.1f and x %.1f\n", s, s / order[1], wall[s, "normalize"] / wall[order[1], "normalize"], wall[s, "link"] / wall[order[1], "link"], cpu[s, "normalize"] / cpu[order[1], "normalize"], cpu[s, "link"] / cpu[order[1], "link"]
    }
  }' "$work/results"
