# Sourced by every test. Makes a room of its own: a directory, a cgroup on every hierarchy, a busybox root; removes all of it again.
set -u

skip() {
	echo "$1"
	exit 77
}

[ "$(id -u)" = 0 ] || skip "requires root"
for BUSYBOX in /bin/busybox /usr/bin/busybox ''; do [ -x "$BUSYBOX" ] && break; done
[ -n "$BUSYBOX" ] || skip "requires busybox (Debian: busybox-static)"
[ -n "${HELPER:-}" ] && [ -n "${TOOLS:-}" ] || skip "run by make test, which names the helper"

BASE=$(mktemp -d /tmp/reconcile-helper-test.XXXXXX)
GROUP=reconcile-helper-test-$$

# mountinfo: ID PARENT MAJ:MIN ROOT MOUNTPOINT OPTIONS [OPTIONAL…] - TYPE SOURCE SUPEROPTIONS
V2=$(awk '/ - cgroup2 / {print $5; exit}' /proc/self/mountinfo)
V1=$(awk '/ - cgroup / {print $5}' /proc/self/mountinfo)

cgroups_make() {
	for mount in $V2 $V1; do
		mkdir "$mount/$GROUP" "$mount/$GROUP/c" "$mount/$GROUP/.monitors" || exit 1
		# A v1 cpuset takes no process before it has CPUs and memory nodes.
		[ -e "$mount/cpuset.cpus" ] && [ -e "$mount/tasks" ] || continue
		for group in "$mount/$GROUP" "$mount/$GROUP/c" "$mount/$GROUP/.monitors"; do
			cat "$mount/cpuset.cpus" > "$group/cpuset.cpus"
			cat "$mount/cpuset.mems" > "$group/cpuset.mems"
		done
	done
}

group_processes() {
	for mount in $V2 $V1; do
		cat "$mount/$GROUP/c/cgroup.procs" "$mount/$GROUP/.monitors/cgroup.procs" 2>/dev/null
	done | sort -u
}

# A condition becomes true within ten seconds, or the test fails and says which.
until_true() {
	for _ in $(seq 1000); do
		if eval "$1"; then return 0; fi
		sleep 0.01
	done
	fail "never became true: $1"
}

cleanup() {
	for status in "$BASE"/*/status; do
		pid=$(sed -n 's/^monitor=//p' "$status" 2>/dev/null)
		if [ -n "$pid" ] && grep -qs "^reconcile-mon$" "/proc/$pid/comm"; then kill -TERM "$pid"; fi
	done
	for _ in $(seq 300); do
		[ -z "$(group_processes)" ] && break
		for pid in $(cat "${V2:-/nonexistent}/$GROUP/c/cgroup.procs" 2>/dev/null); do kill -9 "$pid"; done
		sleep 0.01
	done
	for mount in $V2 $V1; do
		rmdir "$mount/$GROUP/c" "$mount/$GROUP/.monitors" "$mount/$GROUP" 2>/dev/null
	done
	rm -rf "$BASE"
}
trap cleanup EXIT
trap 'exit 143' HUP INT TERM

fail() {
	echo "FAIL: $1"
	exit 1
}

check() { # DESCRIPTION ACTUAL EXPECTED
	[ "$2" = "$3" ] || fail "$1: got '$2', expected '$3'"
}

contains() { # DESCRIPTION TEXT PART
	case "$2" in
	*"$3"*) ;;
	*) fail "$1: no '$3' in: $2" ;;
	esac
}

cgroups_make
ROOTFS=$BASE/rootfs
mkdir -p "$ROOTFS/bin" "$ROOTFS/etc" "$ROOTFS/tmp" "$BASE/scratch"
cp "$BUSYBOX" "$ROOTFS/bin/busybox"
for applet in sh cat ls id env pwd hostname sleep true touch mkdir stat readlink echo grep seq printf; do
	ln -s busybox "$ROOTFS/bin/$applet"
done
printf 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001:An app:/home/app:/bin/sh\n' > "$ROOTFS/etc/passwd"
printf 'root:x:0:\napp:x:1001:\nvideo:x:44:app,other\naudio:x:29:other,app\nstaff:x:50:other\n' > "$ROOTFS/etc/group"

# The parts of a program; a test overrides what it is about.
SETS=''
LAYERS="overlay @DIR@/upper @DIR@/work $ROOTFS"
MOUNTS='mount /proc proc nosuid,nodev,noexec
mount /dev tmpfs nosuid,strictatime mode=755 size=64k
mknod /dev/null c 1 3 0666'
LATE='env PATH=/bin
cwd /'

program() { # NAME; the exec words are the rest of the line
	name=$1
	shift
	mkdir -p "$BASE/$name/upper" "$BASE/$name/work"
	{
		echo "set name $name"
		echo 'set clone pid uts ipc net'
		echo 'set grace 5000'
		[ -z "$V2" ] || echo "set into-cgroup $V2/$GROUP/c"
		[ -z "$V2" ] || echo "set kill-file $V2/$GROUP/c/cgroup.kill"
		echo "$SETS"
		for mount in $V1; do echo "attach $mount/$GROUP/c/tasks"; done
		echo 'unshare mnt cgroup'
		echo 'propagation private'
		echo 'loopback'
		echo "scratch $BASE/scratch"
		printf '%s\n' "$LAYERS" | sed "s|@DIR@|$BASE/$name|g"
		echo "$MOUNTS"
		echo 'pivot'
		echo "$LATE"
		echo "exec $*"
	} | "$TOOLS/frame" program > "$BASE/$name/program"
}

call() { # requests on standard input
	"$TOOLS/frame" call "$HELPER"
}

start() { # NAME → the reply without its id; monitors are born in .monitors
	{
		for mount in $V2; do echo "join $mount/$GROUP/.monitors/cgroup.procs"; done
		for mount in $V1; do echo "join $mount/$GROUP/.monitors/tasks"; done
		echo "start $BASE/$1"
	} | call | sed -n '$s/^[0-9]* //p'
}

start_ok() {
	reply=$(start "$1")
	case "$reply" in
	"ok pid "*) ;;
	*) fail "start $1: $reply" ;;
	esac
}

value() { # NAME KEY of its status
	sed -n "s/^$2=//p" "$BASE/$1/status"
}

phase_is() { # NAME PHASE
	[ "$(value "$1" phase)" = "$2" ]
}

output() { # NAME: the text of its log
	sed 's/^[^ ]* [^ ]* [FP] //' "$BASE/$1/log"
}

# `frame call` sends one instruction a request; one with several is put together here.
u16() { printf "\\$(printf %03o $(($1 % 256)))\\$(printf %03o $(($1 / 256)))"; }
u32() { u16 $(($1 % 65536)) && u16 $(($1 / 65536)); }
instruction() {
	u16 $#
	printf '%s\0' "$@"
}
request() { # ID FILE: the file holds instructions
	u32 $(($(wc -c < "$2") + 4)) && u32 "$1" && cat "$2"
}
