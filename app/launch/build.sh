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

begun=$(mktemp "$place/begun.XXXXXX") && jdk_stamp >"$begun"
echo "atoll: building (first use, or the sources changed); a minute at most once the libraries are downloaded"
new=$place/$(date +%Y%m%d-%H%M%S)-$$
log=$build/build.log
if ! "$root/mvnw" -q -B -Dquick -Datoll.lib="$new/lib" -pl "$module" -am package >"$log" 2>&1; then
  grep -m 20 'ERROR' "$log" || tail -n 20 "$log"
  echo "atoll: the build failed; all it said is in $log"
  rm -rf "$new" "$begun"
  exit 1
fi

if [ "$module" = app/node ]; then
  # A cache of loaded and linked classes makes every start faster. Without it the program works the same, so its failure is only said.
  train=$(mktemp -d "$build/train.XXXXXX")
  if ! (cd "$root" && HOME=$train "$JDK/bin/java" -XX:AOTCacheOutput="$new/atoll.aot" -Xlog:aot=off -Xlog:cds=off -XX:+UseSerialGC -XX:-UsePerfData \
    -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -Datoll.home="$new" -cp "$new/lib/*" atoll.node.Main run examples/hello.yaml) >"$build/train.log" 2>&1; then
    echo "atoll: no start-up cache this time (see $build/train.log); starts will be slower"
  fi
  rm -rf "$train"
fi

mv "$begun" "$new/stamp" # keeps its age
ln -s "$(basename "$new")" "$place/next.$$" && mv -T "$place/next.$$" "$place/current" 2>/dev/null \
  || { rm -f "$place/current" "$place/next.$$"; ln -s "$(basename "$new")" "$place/current"; }
# Keep the two builds before this one for programs that still run from them.
ls -1d "$place"/2*-* 2>/dev/null | sort -r | tail -n +4 | while read -r old; do rm -rf "$old"; done
