# Every kind of root: the host's own tree wrapped, a tmpfs upper, none, one directory, and no rootfs at all.
. ./lib.sh

SETS='set restart Never'
run() { # NAME COMMAND: runs it to its end
	name=$1
	shift
	program "$name" /bin/sh -c "'$*'"
	start_ok "$name"
	until_true "phase_is $name succeeded || phase_is $name failed"
}

LAYERS='wrap 0 /
overlay @DIR@/upper @DIR@/work wrap:0'
run wrapped 'echo written > /etc/reconcile-helper-test && cat /etc/reconcile-helper-test'
check "wrapped root" "$(output wrapped)" written
check "upper layer" "$(cat "$BASE/wrapped/upper/etc/reconcile-helper-test")" written
[ ! -e /etc/reconcile-helper-test ] || fail "the host's /etc was written"

mkdir -p "$BASE/top/etc" "$BASE/middle/etc"
echo top > "$BASE/top/etc/name"
echo middle > "$BASE/middle/etc/name"
echo middle > "$BASE/middle/etc/other"
LAYERS="overlay @DIR@/upper @DIR@/work $BASE/top $BASE/middle $ROOTFS"
run order 'cat /etc/name /etc/other'
check "topmost first" "$(output order)" "top
middle"

LAYERS="overlay tmpfs:65536 '' $ROOTFS"
run tmpfs 'echo x > /x; cat /x; seq 100000 > /big || echo full'
contains "tmpfs upper" "$(output tmpfs)" "x
"
contains "its bound" "$(output tmpfs)" full

mkdir -p "$ROOTFS/proc" "$ROOTFS/dev"
LAYERS="overlay '' '' $ROOTFS"
run readonly 'touch /x || echo read-only'
contains "no upper" "$(output readonly)" read-only

LAYERS="bind-root $ROOTFS"
run bound 'touch /x || echo read-only'
contains "one directory" "$(output bound)" read-only
[ ! -e "$ROOTFS/x" ] || fail "the directory was written"

# A name that overlayfs would split or unquote, and one longer than fsconfig takes.
odd="$BASE/a,b:c\\d"
long=$BASE/$(printf '%0200d' 0)/$(printf '%0200d' 1)
mkdir -p "$odd" "$long"
echo odd > "$odd/odd"
echo long > "$long/long"
mkdir -p "$BASE/names"
LAYERS="overlay @DIR@/upper @DIR@/work $odd $long $ROOTFS"
run names 'cat /odd /long'
check "odd names" "$(output names)" "odd
long"

program() { # without a rootfs
	mkdir -p "$BASE/$1"
	{
		echo "$SETS
set clone uts ipc net pid
unshare mnt
propagation slave
host-root
mount /proc proc nosuid,nodev,noexec
env PATH=/bin:/usr/bin
exec $2 $3 $4"
	} | "$TOOLS/frame" program > "$BASE/$1/program"
}
cat /proc/self/mountinfo > "$BASE/before"
run host 'readlink /proc/self; ls /'
check "own /proc: the first child of PID 1" "$(output host | head -n 1)" 2
cat /proc/self/mountinfo | cmp - "$BASE/before" || fail "the host's mount table changed"
