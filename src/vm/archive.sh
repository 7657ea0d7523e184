# Debian packages of any suite, whatever this host has installed: apt with
# directories of its own and an empty list of installed packages, so nothing is
# ever installed from here, only unpacked.

mirror=${VM_MIRROR:-http://deb.debian.org/debian}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# archive PROGRAM ARGUMENT…: apt-get or apt-cache on $suite alone.
archive() {
  program_=$1
  shift
  "$program_" -o "Dir::State=$archives" -o "Dir::State::status=$archives/status" -o "Dir::Cache=$archives" \
    -o "Dir::Etc=$archives" -o "Dir::Etc::sourcelist=$archives/sources.list" \
    -o APT::Sandbox::User=root -o APT::Install-Recommends=false "$@"
}

# open_archive: sets up $archives, one directory for each suite, with a fresh index.
open_archive() {
  archives=$work/$suite/archive
  mkdir -p "$archives/lists/partial" "$archives/archives/partial" "$archives/preferences.d"
  : >"$archives/status"
  echo "deb [signed-by=$keyring] $mirror $suite main" >"$archives/sources.list"
  archive apt-get update >"$work/apt.log" 2>&1 || unavailable "apt-get update of $suite failed, see $work/apt.log"
}

# A package's files without what only people read.
unpack() {
  dpkg-deb --fsys-tarfile "$1" |
    tar -C "$2" -x --keep-directory-symlink --exclude='./usr/share/doc' --exclude='./usr/share/man' \
      --exclude='./usr/share/locale'
}

# linux-image-FLAVOUR depends on the kernel of the day, linux-image-VERSION-FLAVOUR, which since
# Linux 7 is in two parts, linux-binary-VERSION and linux-modules-VERSION.
kernel_packages() {
  archive apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
    --no-enhances "linux-image-$flavour" |
    sed -n 's/^ *Depends: \(linux-\(image\|binary\|modules\)-[0-9].*\)$/\1/p' | sort -u
}

fetch_kernel() {
  [ ! -d "$kernel" ] || return 0
  open_archive
  parts=$(kernel_packages)
  [ -n "$parts" ] || unavailable "no linux-image-$flavour in $suite"
  (cd "$archives" && archive apt-get download $parts) >"$work/apt.log" 2>&1 ||
    unavailable "apt-get download $parts failed, see $work/apt.log"
  rm -rf "$kernel.new"
  mkdir -p "$kernel.new"
  for part in "$archives"/linux-*.deb; do
    unpack "$part" "$kernel.new"
    rm "$part"
  done
  case $drivers in *misc_resource*) build_module "$kernel.new" ;; esac
  mv "$kernel.new" "$kernel"
}

# fetch_packages NAME…: those and all that they need, as *.deb in $archives/archives.
fetch_packages() {
  open_archive
  archive apt-get install -y --download-only "$@" >"$work/apt.log" 2>&1 ||
    unavailable "apt-get install --download-only $* failed, see $work/apt.log"
}
