# shellcheck shell=bash
# Builds the server when its sources are newer than the last build, for the other scripts to source.
#
# Expects: root       the working tree
#          die        a function that prints its arguments and ends the script

# shellcheck disable=SC2154  # root is the sourcing script's
lib="$root/server/target/rondo/lib"

# Directories count as well: their times tell of deleted files.
is_fresh() {
  local jar newer
  jar="$(compgen -G "$lib/rondo-server-*.jar" | head -n 1)" || return 1
  newer="$(find "$root"/pom.xml "$root"/{resp,storage,cluster,server}/{pom.xml,src/main} \
    -newer "$jar" -print -quit)"
  [[ -z "$newer" ]]
}

# The jar gets the time of the build's beginning: what is edited meanwhile is newer than it.
build() {
  local log begun
  log="$(mktemp)"
  begun="$(mktemp)"
  # shellcheck disable=SC2064  # the names are meant as they are now
  trap "rm -f '$log' '$begun'" EXIT
  printf 'building...\n' >&2
  if ! (cd "$root" && ./mvnw -B -ntp -q -Pfast -DskipTests -pl server -am package) >"$log" 2>&1; then
    cat "$log" >&2
    die "the build failed, see above."
  fi
  touch -r "$begun" "$lib"/rondo-server-*.jar
  rm -f "$log" "$begun"
}

build_if_needed() {
  is_fresh || build
}
