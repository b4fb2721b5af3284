# Tells whether a build fits the sources and the JDK. Sourced by ./atoll and build.sh, after jdk.sh.

# What a build belongs to, in "stamp": the JDK's folder and its own release lines.
jdk_stamp() {
  released "$JDK" JAVA_RUNTIME_VERSION
  stamp="$JDK $released"
  released "$JDK" JAVA_VERSION
  stamp="$stamp $released"
}

# $1: the checkout, $2: a build folder, further: folders that it was built from besides the program's own. Its file "stamp" is
# as old as the moment the build began, so any source that was written since is newer, and so is the folder in which a source
# appeared or vanished.
is_fresh() {
  [ -r "$2/stamp" ] && IFS= read -r built <"$2/stamp" || return 1
  jdk_stamp
  [ "$built" = "$stamp" ] || return 1
  checkout=$1 stamp=$2/stamp
  shift 2
  newer=$(cd "$checkout" && find pom.xml .mvn foundation core adapters doors app "$@" \
    \( -name target -o -path '*/src/test' \) -prune -o \
    \( -type f -o -path '*/src/*' \) -newer "$stamp" -print 2>/dev/null)
  [ -z "$newer" ]
}
