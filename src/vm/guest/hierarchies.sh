# Fact 5 on a host that has mounted nothing: v1's controllers in one hierarchy, or some of them
# together. No host at work can show it, for there some controller is always taken.
. ./tap.sh
. ./program.sh

# Column 11 of the mount at DIRECTORY: rw,cpu,cpuacct
options() { awk -v at="$1" '$5 == at { print $NF }' /proc/self/mountinfo; }
enabled() { awk '!/^#/ && $4 == 1 { print $1 }' /proc/cgroups | sort | paste -s -d ,; }
controllers() { options "$1" | tr , '\n' | grep -v '^rw$' | sort | paste -s -d ,; }
# hierarchy_of CONTROLLER: its number in /proc/cgroups, 0 when it is mounted nowhere.
hierarchy_of() { awk -v name="$1" '$1 == name { print $2 }' /proc/cgroups; }
first_pid() { head -n 1 "$1/cgroup.procs"; }
# Page cache that a group was charged for outlives it, and holds a hierarchy with memory.
let_go_or_told() { [ "$(hierarchy_of memory)" = 0 ] || has "$(cat /tmp/stderr)" 'all: Lingering: the kernel keeps the hierarchy'; }

mount_table >/tmp/mounts.before

reconcile_run host
check 'fact10: host: nothing is mounted yet' has "$output" '^Cgroups +none$'
check 'fact10: host: with the command that mounts it' has "$output" '^pids .*mount -t cgroup -o pids pids DIRECTORY'

reconcile_run apply -f together.yaml
check 'fact5: together: apply exits 0' equal 0 "$status"
check 'fact5: together: cpu and cpuacct' equal cpu,cpuacct "$(controllers /sys/fs/cgroup/cpu)"
check 'fact5: together: pids by itself' equal pids "$(controllers /sys/fs/cgroup/pids)"
check 'fact5: together: they are one hierarchy' equal "$(hierarchy_of cpu)" "$(hierarchy_of cpuacct)"
check 'fact5: together: pids is another' differ "$(hierarchy_of cpu)" "$(hierarchy_of pids)"
check 'fact5: together: a limit here' reads /sys/fs/cgroup/cpu/reconcile/app/cpu.cfs_quota_us 50000
check 'fact5: together: a limit there' reads /sys/fs/cgroup/pids/reconcile/app/pids.max 32
reconcile_run host
check 'fact10: host: v1 alone' has "$output" '^Cgroups +legacy$'
reconcile_run delete -f together.yaml
check 'fact5: together: delete exits 0' equal 0 "$status"
mount_table >/tmp/mounts.after
check 'fact5: together: the mount table is byte-equal' busybox cmp /tmp/mounts.before /tmp/mounts.after

reconcile_run apply -f all.yaml
check 'fact5: all: apply exits 0' equal 0 "$status"
all=/sys/fs/cgroup/all
check 'fact5: all: every controller that v1 has' equal "$(enabled)" "$(controllers $all)"
check 'fact5: all: memory.limit_in_bytes' reads $all/reconcile/app/memory.limit_in_bytes 67108864
check 'fact5: all: pids.max in the same directory' reads $all/reconcile/app/pids.max 32
check 'fact5: all: cpuset.cpus in the same directory' reads $all/reconcile/app/cpuset.cpus 0
pid=$(first_pid $all/reconcile/app/web)
check 'fact5: all: the container is in its leaf' has "$(cat "/proc/$pid/cgroup")" ':/reconcile/app/web$'
check 'fact5: all: it has one hierarchy' equal 1 "$(grep -c . "/proc/$pid/cgroup")"
reconcile_run apply -f all.yaml
check 'fact5: all: a second apply changes nothing' has "$output" '^4 unchanged$'

reconcile_run apply -f together.yaml
check 'fact5: a taken controller is refused' equal 2 "$status"
check 'fact5: with where it is' has "$(cat /tmp/stderr)" "at $all"

reconcile_run delete -f all.yaml
check 'fact5: all: delete exits 0' equal 0 "$status"
mount_table >/tmp/mounts.after
check 'fact5: all: the mount table is byte-equal' busybox cmp /tmp/mounts.before /tmp/mounts.after
check 'fact5: all: the kernel has let go of it, or the program says that it has not' let_go_or_told

finish
