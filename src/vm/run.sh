#!/bin/sh
# The virtual machine lane: boots Debian's cloud kernel with pure cgroup v2 and
# runs a test of the packaged program in it.
#
#   src/vm/run.sh [--program DIR] [--test FILE]
#
# Prints the test's lines and `N passed, N failed, N skipped`. Exits non-zero
# when something failed or the guest never reached the test's closing line.
# QEMU interprets (TCG): nested KVM is not to be had everywhere.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
program=$root/target/reconcile
test=$here/e2e.sh
work=$root/target/vm
timeout=${VM_TIMEOUT:-1800}
kernel_package=linux-image-cloud-amd64
# In the order in which they need each other; one that is built in has no file.
modules='virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk overlay'

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

while [ $# -gt 0 ]; do
  case $1 in
    --program) program=$2; shift 2 ;;
    --test) test=$2; shift 2 ;;
    *) fail "unknown argument $1; give --program DIR or --test FILE" ;;
  esac
done

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

# linux-image-cloud-amd64 depends on the kernel of the day, linux-image-VERSION-cloud-amd64.
kernel_candidate() {
  apt-cache depends "$kernel_package" 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1
}

unpack_kernel() {
  set -- "$work"/kernel/boot/vmlinuz-*
  [ -f "$1" ] && return
  candidate=$(kernel_candidate)
  if [ -z "$candidate" ]; then
    apt-get update >"$work/apt.log" 2>&1 || skip "apt-get update failed, see $work/apt.log"
    candidate=$(kernel_candidate)
  fi
  [ -n "$candidate" ] || skip "no package $kernel_package in the configured archives"
  (cd "$work" && apt-get -o APT::Sandbox::User=root download "$candidate") >"$work/apt.log" 2>&1 ||
    skip "apt-get download $candidate failed, see $work/apt.log"
  dpkg-deb -x "$work/$candidate"_*.deb "$work/kernel"
  rm "$work/$candidate"_*.deb
}

build_initramfs() {
  tree=$work/initramfs
  rm -rf "$tree"
  mkdir -p "$tree/bin" "$tree/modules"
  cp /bin/busybox "$tree/bin/"
  cp "$here/initramfs.sh" "$tree/init"
  chmod 755 "$tree/init"
  for module in $modules; do
    file=$(find "$work/kernel/lib/modules" -name "$module.ko")
    [ -z "$file" ] && continue
    cp "$file" "$tree/modules/"
    echo "$module.ko"
  done >"$tree/modules/order"
  (cd "$tree" && find . | cpio -o -H newc --quiet) >"$work/initramfs.cpio"
}

# The shared libraries outside DIR that the program in DIR is linked with, with
# the dynamic loader, and those that a library unpacked at run time may need.
shared_libraries() {
  find "$1" -type f \( -name '*.so*' -o -perm -100 \) -exec ldd {} + 2>/dev/null |
    awk -v dir="$1/" '{ for (i = 1; i <= NF; i++) if ($i ~ /^\// && $i !~ /:$/ && index($i, dir) != 1) print $i }' |
    sort -u
  for name in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1; do
    echo "/lib/x86_64-linux-gnu/$name"
  done
}

build_disk() {
  tree=$work/disk
  rm -rf "$tree" "$work/disk.img"
  for directory in bin sbin dev proc sys run tmp root etc lib64 opt test usr/bin var/lib; do
    mkdir -p "$tree/$directory"
  done
  chmod 1777 "$tree/tmp"
  cp /bin/busybox "$tree/bin/"
  for applet in $(/bin/busybox --list); do
    [ "$applet" = busybox ] || ln -s /bin/busybox "$tree/bin/$applet"
  done
  ln -s /bin/env "$tree/usr/bin/env"
  echo 'root:x:0:0:root:/root:/bin/sh' >"$tree/etc/passwd"
  echo 'root:x:0:' >"$tree/etc/group"
  cp "$here/guest.sh" "$tree/sbin/init"
  chmod 755 "$tree/sbin/init"
  # Times are kept: the JVM refuses a class cache when its jar looks changed.
  cp -a "$program" "$tree/opt/reconcile"
  shared_libraries "$program" | sort -u | while read -r library; do
    mkdir -p "$tree$(dirname "$library")"
    cp -L "$library" "$tree$library"
  done
  cp "$here"/*.yaml "$here/tap.sh" "$tree/test/"
  cp "$test" "$tree/test/test.sh"
  size=$(($(du -sm "$tree" | cut -f 1) + 256))
  mke2fs -q -F -t ext4 -O ^has_journal -E lazy_itable_init=1 -d "$tree" "$work/disk.img" "${size}M" >/dev/null
  rm -rf "$tree"
}

# First serial port: the kernel's console, for a post-mortem. Second: the test's lines.
boot() {
  : >"$work/console.log"
  timeout "$timeout" qemu-system-x86_64 \
    -accel tcg,thread=single -cpu max -m 1024 -smp 1 -nodefaults -no-user-config \
    -display none -no-reboot -net none \
    -kernel "$work"/kernel/boot/vmlinuz-* -initrd "$work/initramfs.cpio" \
    -append 'console=ttyS0 loglevel=4 panic=-1 random.trust_cpu=on cgroup_no_v1=all mitigations=off' \
    -drive "file=$work/disk.img,format=raw,if=virtio,cache=unsafe" \
    -serial "file:$work/console.log" -serial stdio </dev/null | tr -d '\r' | tee "$work/results.tap"
}

count() { grep -Ec "$1" "$work/results.tap" || true; }

verdict() {
  passed=$(count '^ok ')
  failed=$(count '^not ok ')
  skipped=$(count '^ok .* # SKIP')
  if ! grep -q "^1\.\.$((passed + failed))\$" "$work/results.tap"; then
    echo "run.sh: the guest did not reach the test's closing line; its console was:" >&2
    tail -n 30 "$work/console.log" >&2
    failed=$((failed + 1))
  fi
  echo "$((passed - skipped)) passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}

[ "$(uname -m)" = x86_64 ] || skip "the guest is x86_64, this host is $(uname -m)"
[ -x "$program/bin/reconcile" ] || fail "no program at $program; build it first"
mkdir -p "$work"
install_packages
unpack_kernel
build_initramfs
build_disk
boot
verdict
