# The packaged program on a host with nothing but cgroup v2: what no v1 or hybrid
# host can show. Each run of the program costs seconds under an interpreted CPU,
# so one life of one container carries all checks.
. ./tap.sh
. ./program.sh

cgroups=/sys/fs/cgroup
# systemd leaves only what is below a unit of ours alone.
[ -d /run/systemd/system ] && home=/reconcile.slice/reconcile-groups.service || home=/reconcile
app=$cgroups$home/app
web=$app/web
state=/var/lib/reconcile
run=/run/reconcile

# Without systemd's services, which come and go.
cgroup_tree() { find "$cgroups" -type d | grep -Ev '/(system|user)\.slice' | sort; }

# Every limit file below the program's root with its value, FILE:VALUE.
limits() {
  find "$cgroups$home" -type f | grep -E "\\.(max|high|low|min|weight|group)$" | sort |
    while read -r file; do echo "$file:$(cat "$file")"; done
}

controllers() { equal "$2" "$(cat "$1/cgroup.subtree_control")"; }
namespace() { readlink "/proc/$1/ns/$2"; }
first_pid() { head -n 1 "$web/cgroup.procs"; }
other_pid_than() { replacement=$(first_pid) && [ -n "$replacement" ] && differ "$1" "$replacement"; }
sleeps() { equal "/bin/sleep 100000 " "$(tr '\0' ' ' <"/proc/$1/cmdline")"; }

# Ours, and those of containers.
our_processes() {
  for process in /proc/[0-9]*; do
    executable=$(readlink "$process/exe")
    case $executable in */reconcile/*) echo "$process $executable" ;; esac
  done
  grep -l "^0::$home" /proc/[0-9]*/cgroup 2>/dev/null
}

# Inner groups of v2 hold no processes: EBUSY.
takes_a_process() { sh -c "echo 0 >'$1/cgroup.procs'" 2>/dev/null; }
# What a process of the leaf can do with a device.
opens() { sh -c "echo 0 >'$web/cgroup.procs' && : <'$1'" 2>&1; }
may_not_open() { has "$(opens "$1")" 'Operation not permitted'; }
refuses_a_process() { ! takes_a_process "$1"; }

# Its process's parent is PID 1 by then, which gets to it in its own time.
no_process_left() { equal '' "$(our_processes)"; }
# Its monitor has written down that it runs.
recorded() { grep -q "^pid=$1\$" "$state/containers/web/status" && grep -q '^phase=running$' "$state/containers/web/status"; }

state_left() { find "$state" "$run" \( -name web -o -name app -o -name base \) 2>/dev/null; }

all_say() {
  expected=$1
  for object in rootfs/base cgroup/app container/web; do
    has "$output" "^$object $expected" || return 1
  done
}

mount_table >/tmp/mounts.before
cgroup_tree >/tmp/cgroups.before

reconcile_run host
check 'host: exit status 0' equal 0 "$status"
check 'host: cgroup v2' has "$output" '(^|[^a-z0-9])v2([^a-z0-9]|$)'

check 'fact10: host shows the features' has "$output" "$(paste -s -d ' ' /sys/kernel/cgroup/features)"
check 'fact10: host shows what may be delegated' has "$output" "$(paste -s -d ' ' /sys/kernel/cgroup/delegate)"
check 'fact10: what is kept from v1 says by which parameter' has "$output" '^cpuacct .*no cgroup_no_v1=all'

reconcile_run apply -f v1-limit.yaml
check 'fact4: a limit of v1 is refused' equal 2 "$status"
check 'fact4: with where its controller is' has "$(cat /tmp/stderr)" 'memory.swappiness is v1 only; this host has memory on v2 at /sys/fs/cgroup'
reconcile_run apply -f v1-hierarchy.yaml
check 'fact5: what cgroup_no_v1 keeps from v1 is refused' equal 2 "$status"
check 'fact5: with the parameter' has "$(cat /tmp/stderr)" 'memory is kept from v1 by cgroup_no_v1=all'
check 'fact5: and nothing is mounted' gone /mnt/memory

reconcile_run apply -f web.yaml
check 'apply: exit status 0' equal 0 "$status"
check 'apply: everything is created' all_say created
pid=$(first_pid)
check 'apply: PID 1 runs' sleeps "$pid"
check 'apply: memory.max' reads "$app/memory.max" 67108864
check 'apply: memory.oom.group' reads "$app/memory.oom.group" 1
check 'apply: cpu.max' reads "$app/cpu.max" '50000 100000'
check 'apply: cpu.weight' reads "$app/cpu.weight" 50
check 'apply: pids.max' reads "$app/pids.max" 32
check 'apply: memory.high of the leaf' reads "$web/memory.high" 33554432
check 'apply: an unlisted limit is not touched' reads "$web/memory.max" max
check 'apply: the root hands down what its children need' controllers "$cgroups$home" 'cpu memory pids'
check 'apply: the inner cgroup hands down what its leaf needs' has "$(cat "$app/cgroup.subtree_control")" 'memory'
check 'apply: the leaf hands down nothing' controllers "$web" ''
check 'apply: the inner cgroup holds no process' reads "$app/cgroup.procs" ''
check 'fact8: an inner cgroup takes no process' refuses_a_process "$app"
check 'fact8: the leaf has what was handed down' equal "$(cat "$app/cgroup.subtree_control")" "$(cat "$web/cgroup.controllers")"
check 'fact8: there is no file tasks' gone "$web/tasks"
check 'fact8: cgroup.events of the inner cgroup tells of the leaf' has "$(cat "$app/cgroup.events")" '^populated 1$'
check 'fact8: cgroup.max.depth' reads "$app/cgroup.max.depth" 4
check 'fact8: cgroup.max.descendants' reads "$app/cgroup.max.descendants" 16
for type in cgroup ipc mnt net pid uts; do
  check "apply: its own $type namespace" differ "$(namespace 1 $type)" "$(namespace "$pid" $type)"
done
check 'apply: PID 1 lives in the leaf' has "$(cat "/proc/$pid/cgroup")" "^0::$home/app/web\$"
check 'devices: null is on the default list' opens /dev/null
check 'devices: so are random numbers' opens /dev/urandom
check 'devices: a disk is not' may_not_open /dev/vda
mount_table >/tmp/mounts.applied
check 'apply: the mount table is byte-equal' busybox cmp /tmp/mounts.before /tmp/mounts.applied

reconcile_run apply -f web.yaml
check 'apply again: exit status 0' equal 0 "$status"
check 'apply again: everything is unchanged' all_say unchanged
check 'apply again: the same PID' equal "$pid" "$(first_pid)"

reconcile_run diff -f web.yaml
check 'diff: no difference' equal 0 "$status"

limits >/tmp/limits.before
sed 's/max: 64Mi/max: 96Mi/' web.yaml >changed.yaml
reconcile_run apply -f changed.yaml
check 'limit changed: exit status 0' equal 0 "$status"
check 'limit changed: the cgroup is configured' has "$output" '^cgroup/app configured'
check 'limit changed: the container is not touched' has "$output" '^container/web unchanged'
check 'limit changed: memory.max' reads "$app/memory.max" 100663296
limits | sed "s|^\($app/memory.max\):100663296\$|\1:67108864|" >/tmp/limits.after
check 'limit changed: no other file' busybox cmp /tmp/limits.before /tmp/limits.after
check 'limit changed: the same PID' equal "$pid" "$(first_pid)"

echo 77 >"$app/cpu.weight"
reconcile_run diff -f changed.yaml
check 'tampered: diff finds it' equal 1 "$status"
check 'tampered: diff names the field' has "$output" 'weight'
reconcile_run apply -f changed.yaml
check 'tampered: apply exits 0' equal 0 "$status"
check 'tampered: apply restores it' reads "$app/cpu.weight" 50
check 'tampered: the same PID' equal "$pid" "$(first_pid)"

kill -9 "$pid"
check 'killed: its monitor starts another' eventually 120 other_pid_than "$pid"
check 'killed: the replacement runs' eventually 120 sleeps "$replacement"
check 'killed: its monitor knows' eventually 120 recorded "$replacement"

reconcile_run get container web -o json
check 'get: exit status 0' equal 0 "$status"
check 'get: names the live PID' has "$output" "\"pid\" *: *$replacement([^0-9]|\$)"

reconcile_run delete -f changed.yaml
check 'delete: exit status 0' equal 0 "$status"
check 'delete: the process is gone' gone "/proc/$replacement"
check 'delete: no process is left' eventually 30 no_process_left
cgroup_tree >/tmp/cgroups.after
check 'delete: no cgroup is left' busybox cmp /tmp/cgroups.before /tmp/cgroups.after
check 'delete: no state is left' equal '' "$(state_left)"
mount_table >/tmp/mounts.after
check 'delete: the mount table is byte-equal' busybox cmp /tmp/mounts.before /tmp/mounts.after

finish
