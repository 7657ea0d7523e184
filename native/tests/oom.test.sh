# A run that the kernel kills for want of memory says so.
. ./lib.sh

memory=$(awk '/ - cgroup .*[ ,]memory/ {print $5}' /proc/self/mountinfo)
if [ -n "$memory" ]; then
	group=$memory/$GROUP/c
	limit=$group/memory.limit_in_bytes
	SETS="set oom-file $group/memory.oom_control oom_kill"
else
	grep -qw memory "${V2:-/nonexistent}/cgroup.controllers" || skip "requires the memory controller"
	echo +memory > "$V2/cgroup.subtree_control" && echo +memory > "$V2/$GROUP/cgroup.subtree_control" || skip "requires the memory controller to be enabled"
	group=$V2/$GROUP/c
	limit=$group/memory.max
	SETS="set oom-file $group/memory.events oom_kill"
fi
SETS="$SETS
set restart Never"

# Too little for the set-up itself: the reply says what to do about it. First, while the group is empty and takes such a limit.
echo 4k > "$limit"
program tiny true
contains "a start without memory" "$(start tiny)" "killed while starting: the kernel ran out of memory; raise memory.max"

echo 16M > "$limit"
MOUNTS="$MOUNTS
mknod /dev/zero c 1 5 0666"
ln -s busybox "$ROOTFS/bin/dd"
program hungry dd if=/dev/zero of=/dev/null bs=64M
start_ok hungry
until_true 'phase_is hungry failed || phase_is hungry succeeded'
check "a hungry run" "$(value hungry reason) $(value hungry signal)" "OOMKilled 9"

program other sh -c "'kill -9 \$\$; sleep 1000'"
start_ok other
kill -9 "$(value other pid)"
until_true 'phase_is other failed'
check "killed by somebody" "$(value other reason) $(value other signal)" "Error 9"
