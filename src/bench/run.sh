#!/bin/sh
# Ratios of our starts, re-applies and deletes to the C floor's and the peers'.
#
#   src/bench/run.sh [N…]          default: 200 1000
#
#   ROUNDS=5  STARTERS='ours best naive crun runc podman'  RUNC_MAX=100  PODMAN_MAX=10
#
# Prints one Markdown table; progress goes to standard error. Needs root, and installs packages.txt.
# Every start is checked: as many containers run as were asked for, each with six namespaces of
# its own, an overlay and its memory limit; after a delete none does.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$root/target/reconcile/bin/reconcile
work=$root/target/bench
bin=$work/bin
rootfs=$work/rootfs
group=reconcile-bench
groups="$group $group-ours reconcile-floor"
mark=$((1000000000 + $$))
rounds=${ROUNDS:-5}
podman="podman --root $work/podman-root --runroot $work/podman-run --tmpdir $work/podman-tmp --log-level error"

export RECONCILE_STATE_DIR="$work/state" RECONCILE_RUN_DIR="$work/run" RECONCILE_CGROUP_ROOT="/$group-ours"
export CONTAINERS_CONF="$here/containers.conf"

. "$here/starters.sh"

say() { echo "$*" >&2; }
fail() {
  say "run.sh: $*"
  exit 1
}

[ "$(id -u)" = 0 ] || fail 'needs root: it creates cgroups and namespaces'

# What is mounted here, podman's layers too, goes with this process.
if [ "${BENCH_NAMESPACE:-}" != private ]; then
  BENCH_NAMESPACE=private exec unshare --mount --propagation private "$0" "$@"
fi

install_packages() {
  packages=$(grep -v '^#' "$here/packages.txt")
  [ -z "$(echo "$packages" | xargs dpkg -s 2>&1 >/dev/null)" ] && return
  say 'installing packages'
  apt-get install -y --no-install-recommends $packages >"$work/apt.log" 2>&1 ||
    { apt-get update && apt-get install -y --no-install-recommends $packages; } >"$work/apt.log" 2>&1 ||
    fail "apt-get install failed, see $work/apt.log"
}

build_rootfs() {
  rm -rf "$rootfs"
  for directory in bin dev etc proc root run sys tmp usr/bin var; do mkdir -p "$rootfs/$directory"; done
  cp /bin/busybox "$rootfs/bin/"
  ln -s busybox "$rootfs/bin/sleep"
  ln -s busybox "$rootfs/bin/sh"
}

# crun 1.8 refuses a host where v1 and v2 both have controllers. Its containers and runc's see a
# tmpfs in place of v2, in a mount namespace that this process holds open.
open_peer_namespace() {
  unshare --mount --propagation private sh -c '
    [ ! -d /sys/fs/cgroup/unified ] || mount -t tmpfs tmpfs /sys/fs/cgroup/unified
    echo ready; exec sleep 1000000000' >"$work/holder" &
  holder=$!
  until grep -q ready "$work/holder"; do kill -0 "$holder" || fail 'cannot unshare a mount namespace'; done
}
in_peers() { nsenter --target "$holder" --mount "$@"; }

available() {
  case $1 in
    ours) [ -x "$program" ] || { say "ours is left out: no $program"; return 1; } ;;
    best | naive) ;;
    *) command -v "$1" >/dev/null || { say "$1 is left out: not installed"; return 1; } ;;
  esac
}

# share STARTER N: how many it gets; the slow ones get fewer, and ratios are per container.
share() {
  case $1 in
    runc) most=${RUNC_MAX:-100} ;;
    podman) most=${PODMAN_MAX:-10} ;;
    *) most=$2 ;;
  esac
  [ "$2" -lt "$most" ] && echo "$2" || echo "$most"
}

# podman 4.3 gives the containers of a pod no cgroup namespace where v1 is mounted.
census() {
  types='cgroup ipc mnt net pid uts'
  [ "$1" != podman ] || types='ipc mnt net pid uts'
  "$bin/census" "$mark" $types 2>>"$work/log"
}

# expect STARTER STEP COUNT. podman returns before the last of its processes has executed.
expect() {
  tries=50
  until set -- "$1" "$2" "$3" $(census "$1") && [ "$4" = "$3" ]; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || fail "$1 $2: $4 containers run as they should, not $3; see $work/log"
    sleep 0.1
  done
  [ "$3" = 0 ] || echo "$1 $5" >>"$work/mounts"
}

# conmon outlives its container by a podman that cleans up, which would disturb who comes next.
settle() {
  tries=100
  while pgrep -f "conmon .*$work/podman-root" >/dev/null && [ "$tries" -gt 0 ]; do
    tries=$((tries - 1))
    sleep 0.1
  done
}

# A re-apply that did something is no re-apply.
expect_unchanged() {
  count=$(grep -c '^container/.* unchanged' "$work/out" || true)
  [ "$count" = "$1" ] || fail "ours reapply: $count of $1 containers are unchanged; see $work/out"
}

# measure N ROUND STARTER
measure() {
  count=$(share "$3" "$1")
  prepare "$3" "$count" >>"$work/log" 2>&1 || fail "$3: cannot be prepared; see $work/log"
  for step in $(steps "$3"); do
    act "$3" "$step" "$count" >"$work/out" 2>>"$work/log" || fail "$3 $step failed; see $work/log"
    echo "$1 $2 $3 $step $count $(cat "$work/elapsed")" >>"$work/results"
    case $step in
      delete) expect "$3" delete 0 ;;
      *) expect "$3" "$step" "$count" ;;
    esac
    [ "$3-$step" != ours-reapply ] || expect_unchanged "$count"
  done
  settle
}

# Kills what is left in the cgroups of this run, and removes those. No other process is touched.
clean_up() {
  trap '' INT TERM
  trap - EXIT
  [ ! -e "$work/podman/pods.yaml" ] || in_peers $podman kube down "$work/podman/pods.yaml" >>"$work/log" 2>&1 || true
  for name in $groups; do
    for directory in /sys/fs/cgroup/"$name" /sys/fs/cgroup/*/"$name"; do
      [ ! -d "$directory" ] || remove_group "$directory"
    done
  done
  [ -z "${holder:-}" ] || kill "$holder"
  rm -rf "$work/state" "$work/run" "$work"/podman-*
  for starter in ours best naive crun runc podman; do rm -rf "${work:?}/$starter"; done
}

remove_group() {
  find "$1" -name cgroup.procs -exec cat {} + | xargs -r kill -9 2>/dev/null || true
  tries=100
  until find "$1" -depth -type d -exec rmdir {} + 2>/dev/null; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { say "run.sh: cannot remove $1"; return; }
    sleep 0.1
  done
}

mode() {
  case $(stat -f -c %T /sys/fs/cgroup) in
    cgroup2fs) echo v2 ;;
    *) [ -d /sys/fs/cgroup/unified ] && echo hybrid || echo v1 ;;
  esac
}

describe() {
  echo "$(nproc) cores, Linux $(uname -r), cgroup $(mode); $rounds rounds."
  for starter in $starters; do
    case $starter in
      crun | runc | podman) printf '%s. ' "$("$starter" --version | head -n 1)" ;;
    esac
  done
  awk '{ mounts[$1] = $2 }
    END {
      printf "Mounts in a container:"
      for (s in mounts) printf " %s %s", s, mounts[s]
      print "."
    }' "$work/mounts"
  echo
}

mkdir -p "$work"
install_packages
make -s -C "$here" OUT="$bin"
build_rootfs
: >"$work/log"
: >"$work/results"
: >"$work/mounts"
trap clean_up EXIT
trap 'exit 130' INT TERM
starters=
for starter in ${STARTERS:-ours best naive crun runc podman}; do
  ! available "$starter" || starters="${starters:+$starters }$starter"
done
open_peer_namespace

# podman's parent of all pods is this run's to remove, unless somebody else has pods.
[ -d /sys/fs/cgroup/pids/libpod_parent ] || [ -d /sys/fs/cgroup/libpod_parent ] || groups="$groups libpod_parent"

[ $# -gt 0 ] || set -- 200 1000
for n in "$@"; do
  round=1
  order=$starters
  while [ "$round" -le "$rounds" ]; do
    for starter in $order; do
      say "N=$n round $round $starter"
      measure "$n" "$round" "$starter"
    done
    # Nobody always comes after the same one.
    order="${order#* } ${order%% *}"
    round=$((round + 1))
  done
done

describe
awk -v starters="$starters" -f "$here/table.awk" "$work/results"
