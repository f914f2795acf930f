# shellcheck shell=bash
# Finds Java, for the other scripts to source.
#
# Sets: java          path of the java command
#       java_feature  its feature release, a number such as 17
# Expects: die        a function that prints its arguments and ends the script

find_java() {
  if [[ -n "${JAVA_HOME:-}" ]]; then
    java="$JAVA_HOME/bin/java"
    [[ -x "$java" ]] || die "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it."
  else
    java="$(command -v java)" \
      || die "Java is missing: install JDK 17 or newer, or point JAVA_HOME at one."
  fi
  java_feature="$(read_java_feature)"
  [[ "$java_feature" =~ ^[0-9]+$ ]] || die "Cannot tell the version of $java."
  ((java_feature >= 17)) || die "Java $java_feature at $java is too old: install JDK 17 or newer."
}

# The release file answers without starting a JVM.
read_java_feature() {
  local release version
  release="$(dirname "$(dirname "$(readlink -f "$java")")")/release"
  if [[ -r "$release" ]]; then
    version="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release")"
  else
    version="$("$java" -version 2>&1 | sed -n 's/^[^"]*version "\([0-9]*\).*/\1/p')"
  fi
  printf '%s' "$version"
}
