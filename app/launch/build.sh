#!/bin/sh
# Builds a program into a new folder under .build and links it as current. $1: the checkout, $2: "bench" for the benches,
# "simulation" for the simulator.
# Running programs keep the folder they were started from. Two builds at once: one waits, then finds the work done.
root=$1
case ${2:-} in
  bench) module=proof/bench place=$root/.build/bench besides=proof/bench ;;
  simulation) module=proof/simulation,app/node place=$root/.build/simulation besides=proof/simulation ;;
  *) module=app/node place=$root/.build besides= ;;
esac
. "$root/app/launch/jdk.sh"
. "$root/app/launch/stamp.sh"
find_jdk || exit 1
build=$root/.build
mkdir -p "$place" || exit 1

if command -v flock >/dev/null 2>&1; then
  exec 9>"$build/lock"
  flock -n 9 || { echo "atoll: waiting for another build to finish"; flock 9; }
else
  until mkdir "$build/lock.d" 2>/dev/null; do
    kill -0 "$(cat "$build/lock.d/pid" 2>/dev/null)" 2>/dev/null || rm -rf "$build/lock.d"
    sleep 1
  done
  echo $$ >"$build/lock.d/pid"
  trap 'rm -rf "$build/lock.d"' EXIT INT TERM
fi

is_fresh "$root" "$place/current" $besides && exit 0 # another build did it meanwhile

begun=$(mktemp "$place/begun.XXXXXX") && jdk_stamp && echo "$stamp" >"$begun"
echo "atoll: building (first use, or the sources changed); a minute at most once the libraries are downloaded"
new=$place/$(date +%Y%m%d-%H%M%S)-$$
log=$build/build.log
if ! "$root/mvnw" -q -B -Dquick -Datoll.lib="$new/lib" -pl "$module" -am package >"$log" 2>&1; then
  grep -m 20 'ERROR' "$log" || tail -n 20 "$log"
  echo "atoll: the build failed; all it said is in $log"
  rm -rf "$new" "$begun"
  exit 1
fi

# Makes the cache of loaded and linked classes $1 from the run of a command; $2: its exit code, further: the command.
train() {
  cache=$1 expected=$2
  shift 2
  (cd "$root" && HOME=$train "$JDK/bin/java" -XX:AOTCacheOutput="$new/$cache.aot" -Xlog:aot=off -Xlog:cds=off -XX:+UseSerialGC -XX:-UsePerfData \
    -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -Datoll.home="$new" -cp "$new/first/*:$new/lib/*" atoll.node.Main "$@") >"$build/train-$cache.log" 2>&1
  [ $? -eq "$expected" ] && [ -s "$new/$cache.aot" ] ||
    echo "atoll: no start-up cache this time (see $build/train-$cache.log); starts will be slower"
}

if [ "$module" = app/node ]; then
  # What the cache cannot hold is looked for in this order, so the jars that every command needs come first.
  mkdir "$new/first" && mv "$new"/lib/picocli-*.jar "$new"/lib/cli-*.jar "$new"/lib/node-*.jar "$new/first" || exit 1
  # Caches make every start faster; without them the program works the same, so their failure is only said. The larger a cache, the
  # longer it takes to load, so commands that only talk to a node have a small one: here to a port on which nobody listens.
  train=$(mktemp -d "$build/train.XXXXXX")
  train node 0 run examples/hello.yaml
  train cli 6 plan examples/hello.yaml --node http://127.0.0.1:1
  rm -rf "$train"
fi

mv "$begun" "$new/stamp" # keeps its age
ln -s "$(basename "$new")" "$place/next.$$" && mv -T "$place/next.$$" "$place/current" 2>/dev/null \
  || { rm -f "$place/current" "$place/next.$$"; ln -s "$(basename "$new")" "$place/current"; }
# Keep the two builds before this one for programs that still run from them.
ls -1d "$place"/2*-* 2>/dev/null | sort -r | tail -n +4 | while read -r old; do rm -rf "$old"; done
