#!/bin/sh
# Ratios of our passes over cgroups with ten limits, and of our first apply of them, to C's.
#
#   src/bench/groups.sh [N…]       default: 1000
#
#   ROUNDS=5  PASSES=20
#
# Prints one Markdown table; progress goes to standard error. Needs root, the build and its JDK.
# What is compared is in README.md.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
home=$root/target/reconcile
work=$root/target/bench/groups
bin=$root/target/bench/bin
rounds=${ROUNDS:-5}
passes=${PASSES:-20}

export RECONCILE_STATE_DIR="$work/state" RECONCILE_RUN_DIR="$work/run" RECONCILE_CGROUP_ROOT=/reconcile-bench-groups

say() { echo "$*" >&2; }
fail() {
  say "groups.sh: $*"
  exit 1
}

[ "$(id -u)" = 0 ] || fail 'needs root: it creates cgroups'
[ -x "$home/bin/reconcile" ] || fail "no program at $home; build it first"

jdk() {
  for release in "${JAVA_HOME:-/nonexistent}/release" /usr/lib/jvm/*/release; do
    ! grep -qs '^JAVA_VERSION="25' "$release" || { dirname "$release"; return; }
  done
  fail 'no JDK 25; set JAVA_HOME'
}

manifest() {
  for name in $(seq -f 'g%g' 0 $(($1 - 1))); do sed "s/@NAME@/$name/" "$here/group.yaml"; done
}

clock() { "$bin/stopwatch" "$work/elapsed" "$@" >"$work/out" 2>>"$work/log" || fail "$* failed; see $work/out and $work/log"; }

# record N ROUND STARTER STEP
record() { echo "$1 $2 $3 $4 $1 $(cat "$work/elapsed")" >>"$work/results"; }

# expect N GROUP: so many groups below GROUP have their limit of processes.
expect() {
  count=$(cat /sys/fs/cgroup"$2"/g*/pids.max /sys/fs/cgroup/pids"$2"/g*/pids.max 2>/dev/null | grep -cx 32 || true)
  [ "$count" = "$1" ] || fail "$count groups of $2 have their limits, not $1"
}

first_apply() {
  clock "$bin/groups" write "$1"
  record "$1" "$2" best start
  expect "$1" /reconcile-floor
  clock "$bin/groups" remove "$1"
  clock "$home/bin/reconcile" apply -f "$work/groups.yaml"
  record "$1" "$2" ours start
  expect "$1" "$RECONCILE_CGROUP_ROOT"
  clock "$home/bin/reconcile" version
  record "$1" "$2" ours jvm
  clock "$home/bin/reconcile" delete -f "$work/groups.yaml"
}

# warm CLASS N ARGUMENT…: in one process with the service's options
warm() {
  class=$1
  shift
  "$home/runtime/bin/java" @"$home/lib/service.options" -Dreconcile.home="$home" -Djffi.boot.library.path="$home/lib" \
    ${PASS_OPTIONS:-} -cp "$work/classes:$home/lib/*" "$class" "$work/groups.yaml" "$@" "$bin/groups" "$home" >>"$work/results"
}

# Either has groups of its own, of the same number and with the same files.
warm_passes() {
  clock "$bin/groups" write "$1"
  clock "$home/bin/reconcile" apply -f "$work/groups.yaml"
  warm WarmPass "$1" "$rounds" "$passes"
  clock "$home/bin/reconcile" delete -f "$work/groups.yaml"
  clock "$bin/groups" remove "$1"
}

clean_up() {
  trap '' INT TERM
  trap - EXIT
  [ ! -d "$work/state" ] || "$home/bin/reconcile" delete -f "$work/groups.yaml" >>"$work/log" 2>&1 || true
  for group in /reconcile-floor "$RECONCILE_CGROUP_ROOT"; do
    for directory in /sys/fs/cgroup"$group" /sys/fs/cgroup/*"$group"; do
      [ ! -d "$directory" ] || find "$directory" -depth -type d -exec rmdir {} +
    done
  done
  rm -rf "$work/state" "$work/run"
}

java=$(jdk)
mkdir -p "$work/classes"
"$java/bin/javac" -proc:none -cp "$home/lib/*" -d "$work/classes" "$here/WarmPass.java" "$here/WarmApply.java"
make -s -C "$here" OUT="$bin"
: >"$work/log"
: >"$work/results"
trap clean_up EXIT
trap 'exit 130' INT TERM
[ $# -gt 0 ] || set -- 1000
for n in "$@"; do
  manifest "$n" >"$work/groups.yaml"
  round=1
  while [ "$round" -le "$rounds" ]; do
    say "N=$n first apply, round $round"
    first_apply "$n" "$round"
    round=$((round + 1))
  done
  say "N=$n first apply, warm"
  warm WarmApply "$n" "$rounds"
  say "N=$n warm passes"
  warm_passes "$n"
done

echo "$(nproc) cores, Linux $(uname -r); $rounds rounds of $passes passes."
echo
awk -v starters='ours best' -f "$here/table.awk" "$work/results"
