# Finds a JDK 25 or newer and puts its home in JDK. Sourced by ./atoll and ./mvnw; starts no JVM.

# The value of line $2 of the release file of folder $1, in "released"; empty if there is none. Starts no process: every command
# of Atoll comes through here.
released() {
  released=
  [ -r "$1/release" ] || return 0
  while IFS== read -r name value; do
    if [ "$name" = "$2" ]; then
      released=${value#\"} released=${released%\"}
      return 0
    fi
  done <"$1/release"
}

# Whether folder $1 has a JDK that is new enough.
jdk_fits() {
  [ -x "$1/bin/javac" ] || return 1
  released "$1" JAVA_VERSION
  major=${released%%[!0-9]*}
  [ -n "$major" ] && [ "$major" -ge 25 ]
}

find_jdk() {
  if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME"; then
    JDK=$JAVA_HOME
    return 0
  fi
  for JDK in \
    /usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.asdf/installs/java/* "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if jdk_fits "$JDK"; then return 0; fi
  done
  if java_on_path=$(command -v java 2>/dev/null); then
    JDK=$(dirname "$(dirname "$(readlink -f "$java_on_path" 2>/dev/null || echo "$java_on_path")")")
    if jdk_fits "$JDK"; then return 0; fi
  fi
  {
    echo "Atoll needs a JDK 25 or newer, and found none."
    echo "Looked at: JAVA_HOME${JAVA_HOME:+ ($JAVA_HOME)}, the usual install folders, and java on the PATH."
    echo "Install one (for example Eclipse Temurin 25, package temurin-25-jdk, or openjdk-25-jdk), or set JAVA_HOME to the one you have."
  } >&2
  return 1
}
