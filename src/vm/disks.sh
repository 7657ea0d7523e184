# The guest's disks. QEMU writes to none of them (snapshot=on), so each is built once.
#   initramfs   loads the modules that reach the disks
#   root        a host: `bare` is busybox alone, `debian` has systemd
#   payload     what is tested and what tests it, the same for every machine

# In the order in which they need each other; one that is built in has no file. A machine's $drivers come after.
modules='virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk
  crc16 crc32c_generic libcrc32c mbcache jbd2 ext4 overlay bfq'

build_initramfs() {
  tree=$work/$suite/initramfs
  rm -rf "$tree"
  mkdir -p "$tree/bin" "$tree/modules"
  cp /bin/busybox "$tree/bin/"
  cp "$here/guest/initramfs.sh" "$tree/init"
  chmod 755 "$tree/init"
  for module in $modules $drivers; do
    file=$(find "$kernel" -name "$module.ko*")
    case $file in
      '') continue ;;
      *.xz) xz -dc "$file" >"$tree/modules/$module.ko" ;;
      *) cp "$file" "$tree/modules/$module.ko" ;;
    esac
    echo "$module.ko"
  done >"$tree/modules/order"
  (cd "$tree" && find . | cpio -o -H newc --quiet) >"$work/$suite/initramfs.cpio"
}

# make_disk TREE FILE SPARE: an ext4 file system of TREE with SPARE MiB to write to.
make_disk() {
  size=$(($(du -sm "$1" | cut -f 1) * 11 / 10 + $3))
  rm -f "$2"
  mke2fs -q -F -t ext4 -O ^has_journal -E lazy_itable_init=1 -d "$1" "$2" "${size}M" >/dev/null
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

# Busybox, rdma(8), and the libraries of this host that those and the program need.
build_bare_root() {
  tree=$work/bare
  rm -rf "$tree"
  for directory in bin sbin dev proc sys run tmp root etc lib64 opt/reconcile payload usr/bin var/lib; do
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
  cp "$here/guest/bare-init.sh" "$tree/sbin/init"
  chmod 755 "$tree/sbin/init"
  cp "$(command -v rdma)" "$tree/usr/bin/"
  { shared_libraries "$program"; shared_libraries "$tree/usr/bin"; } | sort -u | while read -r library; do
    mkdir -p "$tree$(dirname "$library")"
    cp -L "$library" "$tree$library"
  done
  make_disk "$tree" "$work/bare.img" 512
  rm -rf "$tree"
}

# Times are kept: the JVM refuses a class cache when its jar looks changed.
build_payload() {
  tree=$work/payload
  rm -rf "$tree"
  mkdir -p "$tree/test" "$tree/java"
  cp -a "$program" "$tree/reconcile"
  cp "$here"/guest/* "$tree/test/"
  for directory in "$root_directory/target/test-classes" "$work/lib"; do
    [ ! -d "$directory" ] || cp -a "$directory" "$tree/java/"
  done
  make_disk "$tree" "$work/payload.img" 16
  rm -rf "$tree"
}

# Debian with systemd: packages unpacked, not installed, so no maintainer script
# runs and what systemd and the tests need of them is done here.
build_debian_root() {
  [ ! -f "$work/debian.img" ] || return 0
  fetch_packages systemd-sysv stress-ng bash coreutils dash findutils grep gzip mawk procps sed util-linux
  tree=$work/debian
  rm -rf "$tree"
  for directory in bin sbin lib lib64; do
    mkdir -p "$tree/usr/$directory"
    ln -s "usr/$directory" "$tree/$directory"
  done
  mkdir -p "$tree/dev" "$tree/proc" "$tree/sys" "$tree/run" "$tree/root" "$tree/etc/reconcile" \
    "$tree/opt/reconcile" "$tree/payload" "$tree/var/lib" "$tree/var/log" "$tree/usr/local/bin"
  install -d -m 1777 "$tree/tmp" "$tree/var/tmp"
  for package in "$archives"/archives/*.deb; do
    unpack "$package" "$tree"
  done
  cp /bin/busybox "$tree/bin/"
  ln -sf mawk "$tree/bin/awk"
  [ -e "$tree/bin/sh" ] || ln -s dash "$tree/bin/sh"
  printf 'root:x:0:0:root:/root:/bin/sh\nhunk:x:1000:1000:hunk:/:/bin/sh\n' >"$tree/etc/passwd"
  printf 'root:x:0:\nhunk:x:1000:\n' >"$tree/etc/group"
  echo guest >"$tree/etc/hostname"
  echo 5d9d3a1e0e3b4a6f9a9f6f2f0a7b1c2d >"$tree/etc/machine-id"
  units=$tree/etc/systemd/system
  install -D -m 644 "$here/guest/run-tests.service" "$units/run-tests.service"
  mkdir -p "$units/multi-user.target.wants"
  ln -s ../run-tests.service "$units/multi-user.target.wants/run-tests.service"
  ln -s /dev/null "$units/getty.target" # its terminals would be waited for: there is no udev
  ln -s /dev/null "$units/ldconfig.service" # there is none
  ln -s /dev/null "$units/systemd-tmpfiles-clean.timer" # mounts its credentials after a quarter of an hour
  make_disk "$tree" "$work/debian.img" 512
  rm -rf "$tree" "$archives/archives"
}
