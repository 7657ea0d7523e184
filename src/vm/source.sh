# A kernel built from Debian's source package of $suite, with what no kernel of Debian's is built with:
# source/kernel.config over `make allnoconfig`, and a module, source/dmem_region.c.

build_packages() { grep -v '^#' "$here/source/packages.txt"; }

install_build_packages() {
  [ -n "$(build_packages | xargs dpkg -s 2>&1 >/dev/null)" ] || return 0
  [ "$(id -u)" = 0 ] || unavailable "not root, and not all of $here/source/packages.txt is installed"
  { apt-get install -y --no-install-recommends $(build_packages) ||
    { apt-get update && apt-get install -y --no-install-recommends $(build_packages); }; } >"$work/apt.log" 2>&1 ||
    unavailable "apt-get install failed, see $work/apt.log"
}

# fetch_source TREE: linux-source depends on linux-source-VERSION, and that holds an archive.
fetch_source() {
  package=$(archive apt-cache depends linux-source | sed -n 's/^ *Depends: //p')
  [ -n "$package" ] || unavailable "no linux-source in $suite"
  (cd "$archives" && archive apt-get download "$package") >"$work/apt.log" 2>&1 ||
    unavailable "apt-get download $package failed, see $work/apt.log"
  mkdir -p "$1"
  dpkg-deb --fsys-tarfile "$archives/$package"_*.deb | tar -xO --wildcards '*.tar.xz' |
    tar -C "$1" -xJ --strip-components=1
  rm "$archives/$package"_*.deb
}

# make_kernel TREE GOAL…
make_kernel() {
  from=$1
  shift
  make -C "$from" -j "$(nproc)" ARCH=x86_64 KCONFIG_ALLCONFIG="$here/source/kernel.config" "$@" >>"$work/source.log" 2>&1 ||
    unavailable "$package: make $* failed, see $work/source.log"
}

# What the kernel does not know, or not without another option, it drops in silence.
dropped_options() { grep '^CONFIG_' "$here/source/kernel.config" | grep -vxFf "$1/.config" | paste -s -d ' '; }

build_kernel() {
  [ ! -d "$kernel" ] || return 0
  install_build_packages
  open_archive
  tree=$work/$suite/linux
  rm -rf "$tree" "$kernel.new"
  fetch_source "$tree"
  : >"$work/source.log"
  make_kernel "$tree" allnoconfig
  dropped=$(dropped_options "$tree")
  [ -z "$dropped" ] || unavailable "$package drops $dropped"
  mkdir "$tree/dmem_region"
  cp "$here/source/Kbuild" "$here/source/dmem_region.c" "$tree/dmem_region/"
  make_kernel "$tree" bzImage modules
  make_kernel "$tree" M="$tree/dmem_region" modules
  mkdir -p "$kernel.new"
  cp "$tree/arch/x86/boot/bzImage" "$kernel.new/vmlinuz"
  cp "$tree/dmem_region/dmem_region.ko" "$kernel.new/"
  rm -rf "$tree"
  mv "$kernel.new" "$kernel"
}
