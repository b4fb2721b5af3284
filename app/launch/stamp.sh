# Tells whether a build fits the sources and the JDK. Sourced by ./atoll and build.sh, after jdk.sh.

# What a build belongs to: the JDK's folder and its own release line.
jdk_stamp() {
  printf '%s %s' "$JDK" "$(sed -n 's/^JAVA_RUNTIME_VERSION=//p;s/^JAVA_VERSION=//p' "$JDK/release" | tr '\n' ' ')"
}

# $1: the checkout, $2: a build folder, further: folders that it was built from besides the program's own. Its file "stamp" is
# as old as the moment the build began, so any source that was written since is newer, and so is the folder in which a source
# appeared or vanished.
is_fresh() {
  [ -r "$2/stamp" ] && [ "$(cat "$2/stamp")" = "$(jdk_stamp)" ] || return 1
  checkout=$1 stamp=$2/stamp
  shift 2
  newer=$(cd "$checkout" && find pom.xml .mvn foundation core adapters doors app "$@" \
    \( -name target -o -path '*/src/test' \) -prune -o \
    \( -type f -o -path '*/src/*' \) -newer "$stamp" -print 2>/dev/null | head -n 1)
  [ -z "$newer" ]
}
