# A Spark standalone cluster on loopback out of the jars that Maven resolved, for benchmarks to source: a master and two
# workers with a core each, ended with the script. With PINNED set, a worker and its executors keep to one core, garbage
# collection and compilation included. Wants $root and $work; sets $master and $java.

: "${root:?}" "${work:?}"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jar=$root/jobs/target/rudolphine.jar
started=()
driver_flags=()
on=()
master=

# Spark's own module options, as its launcher lists them.
opens=(-XX:+IgnoreUnrecognizedVMOptions)
for p in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent \
  java.util.concurrent.atomic jdk.internal.ref sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar; do
  opens+=("--add-opens=java.base/$p=ALL-UNNAMED")
done
opens+=(--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED -Djdk.reflect.useDirectMethodHandle=false)

end_cluster() {
  for pid in ${started[@]+"${started[@]}"}; do kill "$pid" 2>/dev/null || true; done
  for pid in ${started[@]+"${started[@]}"}; do wait "$pid" 2>/dev/null || true; done
}

logged() { # logged FILE PATTERN : waits for a line and prints it
  for _ in $(seq 900); do
    if grep -m 1 -E "$2" "$1" 2>/dev/null; then return; fi
    sleep 0.1
  done
  cat "$1" >&2
  return 1
}

spark() { # spark CLASS ARGUMENTS... : a process of Spark with a small heap, in the background; begun by the words of $on
  SPARK_HOME=$work/spark SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1 \
    ${on[@]+"${on[@]}"} "$java" "${opens[@]}" -Xmx256m -cp "$work/spark/jars/*" "$@" &
  started+=($!)
}

start_cluster() {
  local jars one
  mkdir -p "$work/spark/jars"
  IFS=: read -ra jars <<<"$(cat "$root/jobs/target/runtime.classpath")"
  for one in "${jars[@]}"; do ln -sf "$one" "$work/spark/jars/"; done
  spark org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 0 --webui-port 0 >"$work/master.log" 2>&1
  master=$(logged "$work/master.log" 'Starting Spark master at' | sed 's/.*\(spark:[^ ]*\).*/\1/')
  for one in 1 2; do
    if [ -n "${PINNED:-}" ]; then on=(taskset -c $((one - 1))); fi
    spark org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --webui-port 0 --cores 1 --memory 4g \
      --work-dir "$work/worker-$one" "$master" >"$work/worker-$one.log" 2>&1
    logged "$work/worker-$one.log" 'Successfully registered with master' >/dev/null
  done
  on=()
}

submit() { # submit EXECUTORS COMMAND... : with one core each; flags of the driver's JVM in $driver_flags
  local executors=$1
  shift
  SPARK_HOME=$work/spark SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1 \
    "$java" "${opens[@]}" -Xmx1g -XX:+UseParallelGC ${driver_flags[@]+"${driver_flags[@]}"} -cp "$work/spark/jars/*" \
    org.apache.spark.deploy.SparkSubmit --master "$master" \
    --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 --conf spark.cores.max="$executors" \
    --conf spark.executor.cores=1 --conf spark.executor.memory="${EXECUTOR_MEMORY:-1500m}" \
    --class org.rudolphine.jobs.Rudolphine "$jar" "$@"
}

seconds_of() { # seconds_of LAKE STAGE : what the newest run's report says
  local run
  run=$(find "$1/runs" -name '*.json' | sort | tail -1)
  awk -v stage="\"$2\"" '/"stage"/ { found = index($0, stage) } /"seconds"/ && found { gsub(/[^0-9.E-]/, "", $NF); print $NF; exit }' "$run"
}

# Raw batches of the sample's providers and of generated papers, below a folder.
make_raw() { # make_raw FOLDER RECORDS
  local file="${SCRATCH:-$work}/synthetic-arxiv-$2-${SEED:-1}.json"
  if [ ! -f "$file" ]; then
    "$java" -cp "$root/jobs/target/test-classes" org.rudolphine.jobs.bench.SyntheticPapers "$file.part" "$2" "${SEED:-1}"
    mv "$file.part" "$file"
  fi
  "$root/bin/rudolphine" --lake "$work/sample" demo >/dev/null 2>"$work/err" || { cat "$work/err" >&2; return 1; }
  mkdir -p "$1"
  mv "$work/sample/raw" "$1/raw"
  rm -rf "$work/sample"
  "$root/bin/rudolphine" --lake "$1" import arxiv "$file" >/dev/null 2>"$work/err" || { cat "$work/err" >&2; return 1; }
}

fresh_lake() { # fresh_lake FROM TO : the same raw batches and nothing else; batches never change, so links will do
  rm -rf "$2"
  mkdir -p "$2"
  cp -al "$1/raw" "$2/raw" 2>/dev/null || cp -r "$1/raw" "$2/raw"
}

build() {
  "$root/bin/rudolphine" --version >/dev/null
  (cd "$root" && mvn -B -ntp -q -Dfast -pl jobs -am test-compile >&2)
}
