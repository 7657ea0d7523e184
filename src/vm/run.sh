#!/bin/sh
# The virtual machine lane: boots Debian kernels with pure cgroup v2, with and
# without systemd, and tests the program in them.
#
#   src/vm/run.sh [--program DIR] [--test NAME]… [MACHINE…]
#
# Machines are the files in machines/, by default all but those that are there
# on request; tests are those that the machine lists. Prints the tests' lines
# and `N passed, N failed, N skipped`. Exits non-zero when something failed or a
# guest did not come to the closing line of each test. QEMU interprets (TCG):
# nested KVM is not to be had everywhere.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root_directory=$(cd "$here/../.." && pwd)
program=$root_directory/target/reconcile
work=$root_directory/target/vm
timeout=${VM_TIMEOUT:-3600}
only_tests=
machines=
UNAVAILABLE=69 # sysexits.h

skip() {
  echo "skipped: $*"
  echo '0 passed, 0 failed, 1 skipped'
  exit 0
}

fail() {
  echo "run.sh: $*" >&2
  echo '0 passed, 1 failed, 0 skipped'
  exit 1
}

. "$here/archive.sh"
. "$here/module.sh"
. "$here/source.sh"
. "$here/disks.sh"

packages() { grep -v '^#' "$here/packages.txt"; }

install_packages() {
  [ -z "$(packages | xargs dpkg -s 2>&1 >/dev/null)" ] && return
  [ "$(id -u)" = 0 ] || skip "not root, and not all of $here/packages.txt is installed"
  if ! { apt-get install -y --no-install-recommends $(packages) ||
    { apt-get update && apt-get install -y --no-install-recommends $(packages); }; } \
    >"$work/apt.log" 2>&1; then
    skip "apt-get install failed, see $work/apt.log"
  fi
}

# All of v1 is kept away where a machine has v2.
no_v1() { [ "$version" = 1 ] || echo cgroup_no_v1=all; }

# A busy host starves the guest: no_timer_check keeps its kernel from taking that for a broken timer.
# First serial port: the kernel's console, for a post-mortem. Second: the tests' lines.
boot() {
  : >"$work/$machine.console.log"
  timeout "$timeout" qemu-system-x86_64 \
    -accel tcg,thread=single -cpu max -m 2048 -smp "$processors" -nodefaults -no-user-config \
    -display none -no-reboot -net none \
    -kernel "$(find "$kernel" -name 'vmlinuz*')" -initrd "$work/$suite/initramfs.cpio" \
    -append "console=ttyS0 loglevel=4 panic=-1 random.trust_cpu=on mitigations=off no_timer_check $(no_v1) vm.transitions=${VM_TRANSITIONS:-150} vm.seed=${VM_SEED:-20261123} vm.tests=$(
      echo "$tests" | tr ' ' ',')" \
    -drive "file=$work/$root.img,format=raw,if=virtio,cache=unsafe,snapshot=on" \
    -drive "file=$work/payload.img,format=raw,if=virtio,cache=unsafe,snapshot=on" \
    -serial "file:$work/$machine.console.log" -serial stdio </dev/null |
    sed -u "s/\r//; s/^\(\(not \)*ok [0-9]*\) - /\1 - $machine: /" | tee "$work/$machine.tap"
}

count() { grep -Ec "$1" "$work/$machine.tap" || true; }

# Every test has a closing line, and those together count every result.
verdict() {
  ok=$(count '^ok ')
  not_ok=$(count '^not ok ')
  planned=$(sed -n 's/^1\.\.//p' "$work/$machine.tap" | paste -s -d + | sed 's/^$/0/')
  if [ "$(count '^1\.\.')" != "$(echo "$tests" | wc -w)" ] || [ $(($planned)) != $((ok + not_ok)) ]; then
    echo "not ok - $machine: every test comes to its closing line"
    echo "# the console of $machine ended so:"
    tail -n 30 "$work/$machine.console.log" | sed 's/^/#   /'
    not_ok=$((not_ok + 1))
  fi
  passed=$((passed + ok - $(count '^ok .* # SKIP')))
  failed=$((failed + not_ok))
  skipped=$((skipped + $(count '^ok .* # SKIP')))
}

# Leaves a subshell that prepares a machine: that machine is skipped, the others are not.
unavailable() {
  echo "skipped: $machine: $*"
  exit $UNAVAILABLE
}

prepare() {
  mkdir -p "$work/$suite"
  case $flavour in
    source) build_kernel ;;
    *) fetch_kernel ;;
  esac
  build_initramfs
  "build_${root}_root"
}

run_machine() {
  machine=$1
  processors=1 version=2 flavour=cloud-amd64 drivers=
  . "$here/machines/$machine"
  tests=${only_tests:-$tests}
  kernel=$work/$suite/$flavour
  set +e
  (set -e; prepare)
  prepared=$?
  set -e
  case $prepared in
    0) boot; verdict ;;
    "$UNAVAILABLE") skipped=$((skipped + 1)) ;;
    *) echo "not ok - $machine: its disks are built"; failed=$((failed + 1)) ;;
  esac
}

while [ $# -gt 0 ]; do
  case $1 in
    --program) program=$2; shift 2 ;;
    --test) only_tests="$only_tests${only_tests:+ }$2"; shift 2 ;;
    -*) fail "unknown option $1; give --program DIR, --test NAME, or machines: $(ls "$here/machines" | paste -s -d ' ')" ;;
    *) machines="$machines $1"; shift ;;
  esac
done
for machine in ${machines:=$(cd "$here/machines" && grep -L '^on_request=yes' *)}; do
  [ -f "$here/machines/$machine" ] || fail "no machine $machine; there are $(ls "$here/machines" | paste -s -d ' ')"
done

[ "$(uname -m)" = x86_64 ] || skip "the guests are x86_64, this host is $(uname -m)"
[ -x "$program/bin/reconcile" ] || fail "no program at $program; build it first"
mkdir -p "$work"
install_packages
build_payload
passed=0 failed=0 skipped=0
for machine in $machines; do
  run_machine "$machine"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
