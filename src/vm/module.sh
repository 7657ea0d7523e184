# A kernel module of our own, module/, built for a kernel of Debian's from that kernel's headers.

# header_packages RELEASE: linux-headers-RELEASE, and what of it all flavours share.
header_packages() {
  echo "linux-headers-$1"
  archive apt-cache depends "linux-headers-$1" |
    sed -n 's/^ *Depends: \(linux-\(headers\|kbuild\)-[^ ]*\)$/\1/p'
}

# build_module KERNEL: puts misc_resource.ko into that directory; where it cannot be built, what needs it is skipped.
build_module() {
  release=$(basename "$(find "$1" -path '*/lib/modules/*' -prune)")
  headers=$work/$suite/headers
  rm -rf "$headers" "$work/$suite/module"
  mkdir -p "$headers"
  cp -r "$here/module" "$work/$suite/module"
  if (
    cd "$archives" && archive apt-get download $(header_packages "$release") || exit
    for part in "$archives"/linux-*.deb; do
      unpack "$part" "$headers" && rm "$part" || exit
    done
    # Debian's own Makefile there expects to be installed in /usr/src.
    make -C "$headers/usr/src/linux-headers-$release" -f "$headers"/usr/src/linux-headers-*-common/Makefile \
      CC=gcc M="$work/$suite/module" modules
  ) >"$work/module.log" 2>&1; then
    cp "$work/$suite/module/misc_resource.ko" "$1/"
  else
    echo "# $machine: misc_resource.ko cannot be built, see $work/module.log"
  fi
  rm -rf "$headers" "$work/$suite/module"
}
