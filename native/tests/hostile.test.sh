# A rootfs that wants out: links where we mount and make things, a swapped null device, descriptors as directories.
. ./lib.sh

outside=$BASE/outside
mkdir "$outside"
plain_mounts=$MOUNTS
SETS='set restart Never'

hostile() { # NAME: a copy of the root, in $root
	root=$BASE/root-$1
	cp -a "$ROOTFS" "$root"
	LAYERS="overlay @DIR@/upper @DIR@/work $root"
	MOUNTS=$plain_mounts
}

# CVE-2026-41579: /dev leads to a directory of the host's name; it must be the one inside the root.
hostile dev
ln -s "$outside" "$root/dev"
program dev /bin/sh -c "'ls -A /dev; readlink /dev'"
reply=$(start dev)
[ -z "$(ls -A "$outside")" ] || fail "/dev was filled outside the root: $reply"

hostile etc
rm -r "$root/etc"
ln -s "$outside" "$root/etc"
MOUNTS="$plain_mounts
dir /etc/made 0755 0 0
bind /etc/hosts $BASE/rootfs/etc/passwd ro '' ''
symlink /etc/mtab /proc/mounts
mknod /etc/zero c 1 5 0666"
program etc /bin/true
reply=$(start etc)
[ -z "$(ls -A "$outside")" ] || fail "/etc was written outside the root: $reply"

hostile dots
ln -s "../../../../../../../../../..$outside" "$root/up"
MOUNTS="$plain_mounts
dir /up/made 0755 0 0
dir /../../../../../../..$outside/made 0755 0 0"
program dots /bin/true
start dots > /dev/null
[ -z "$(ls -A "$outside")" ] || fail "dots led outside the root"

# CVE-2023-27561: /proc and /sys through a link are refused, even inside the root.
for place in proc sys; do
	hostile $place
	mkdir "$root/elsewhere"
	ln -s /elsewhere "$root/$place"
	type=proc
	[ $place = sys ] && type=sysfs
	MOUNTS="mount /$place $type nosuid"
	program $place /bin/true
	reply=$(start $place)
	contains "/$place is a link" "$reply" "error mount 40 /$place"
done

# CVE-2025-31133: the container's own /dev/null is a link to what the mask is to hide.
hostile null
mkdir "$root/dev"
ln -s /proc/sys/kernel/core_pattern "$root/dev/null"
MOUNTS='mount /proc proc nosuid,nodev,noexec
mask /proc/timer_list'
program null /bin/sh -c "'cat /proc/timer_list'"
start_ok null
until_true 'phase_is null succeeded'
check "masked by the real null device" "$(output null)" ""

hostile link
ln -s /proc/timer_list "$root/hidden"
MOUNTS="$plain_mounts
mask /hidden"
program link /bin/true
contains "a masked link" "$(start link)" "error mask 40 /hidden"

# CVE-2024-21626: a descriptor of ours as working directory.
hostile cwd
for fd in 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	LATE="env PATH=/bin
cwd /proc/self/fd/$fd"
	program cwd /bin/pwd
	contains "cwd by descriptor $fd" "$(start cwd)" "error cwd "
done

# Accounts that would block us.
LATE='user app'
hostile fifo
rm "$root/etc/passwd"
mkfifo "$root/etc/passwd"
program fifo /bin/true
contains "a FIFO for a file" "$(start fifo)" "error user 0 /etc/passwd"

# CVE-2019-5736: whoever sees a helper inside the container cannot open its file for writing, then or later.
LATE='env PATH=/bin'
hostile exe
program exe /proc/self/exe version
before=$(cksum < "$HELPER")
start exe > /dev/null
printf '#!/proc/self/exe version\n' > "$root/bin/script"
chmod +x "$root/bin/script"
program script /bin/script
start script > /dev/null
check "the helper's file" "$(cksum < "$HELPER")" "$before"
program sleeper /bin/sleep 1000
start_ok sleeper
exe=$(readlink "/proc/$(value sleeper monitor)/exe")
grep -q "$exe" /proc/self/mountinfo && [ "$exe" != / ] && fail "the monitor's executable is in the host's mount table"
if (: >> "/proc/$(value sleeper monitor)/exe") 2>/dev/null; then fail "a monitor's executable can be opened for writing"; fi
