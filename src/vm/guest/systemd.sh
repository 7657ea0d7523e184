# Fact 9: systemd's slices, and limits on them that systemd itself has set.
. ./tap.sh
. ./program.sh

cgroups=/sys/fs/cgroup
user=$cgroups/user.slice/user-1000.slice
limit=268435456

event() { sed -n "s/^$2 //p" "$1/memory.events"; }
at_most() { [ "$1" -le "$2" ] || { echo "$1 is more than $2"; return 1; }; }
# A charge that may not fail goes over the limit for a moment (cgroup-v2.rst, memory.max), and the kernel's
# own charges count as well: 6.12 was seen with a peak one page above. A processor's batch of charges is
# 64 pages; this is four.
forced_charges=$((4 * 64 * 4096))
more_than() { [ "$1" -gt "$2" ] || { echo "$1 is not more than $2"; return 1; }; }
drop_ins() { (cd "/run/systemd/system.control/$1.d" 2>/dev/null && ls -- *.conf); }

# run_in SLICE NAME COMMAND…: a service that is there when this returns.
run_in() {
  in_slice=$1
  as=$2
  shift 2
  systemd-run --quiet --slice="$in_slice" --unit="$as" --property=Type=exec "$@"
}

# hogs SCOPE: two that want twice what the slice may have, until end_hogs SCOPE.
hogs() {
  systemd-run --quiet --scope --slice=user-1000.slice --unit="$1" \
    stress-ng --vm 2 --vm-bytes 500M --vm-keep --timeout 600s >"/tmp/$1.log" 2>&1 &
}
end_hogs() {
  systemctl stop "$1.scope" 2>/dev/null # unless the kernel has ended them all
  wait
  sed 's/^/#   /' "/tmp/$1.log"
}

# A slice of systemd's is there as long as something runs in it.
run_in user-1000.slice session sleep 100000
former=$(cat "$user/memory.max")

reconcile_run apply -f slice.yaml
check 'fact9: slice: apply exits 0' equal 0 "$status"
check 'fact9: slice: memory.max' reads "$user/memory.max" $limit
check 'fact9: slice: systemd knows' says user-1000.slice MemoryMax $limit
check 'fact9: slice: a drop-in of this boot' equal 50-MemoryMax.conf "$(drop_ins user-1000.slice)"

systemctl daemon-reload
check 'fact9: daemon-reload: memory.max' reads "$user/memory.max" $limit
check 'fact9: daemon-reload: systemd knows' says user-1000.slice MemoryMax $limit
reconcile_run diff -f slice.yaml
check 'fact9: daemon-reload: no difference' equal 0 "$status"

killed=$(event "$user" oom_kill)
kills_more_than() { more_than "$(event "$user" oom_kill)" "$1"; }
hogs hog
check 'fact9: stress-ng: the kernel kills in the slice' eventually 300 kills_more_than "${killed:-0}"
end_hogs hog
check 'fact9: stress-ng: the slice never had more' at_most "$(cat "$user/memory.peak")" $((limit + forced_charges))
reconcile_run get cgroup hunk -o json
check 'fact9: stress-ng: the Cgroup says so' has "$output" '"OOMKilled"'
check 'fact9: stress-ng: the session beside it lives' says session.service ActiveState active

# With swap nobody is killed: it is the resident size that is held.
swap_on() {
  dd if=/dev/zero of=/swap bs=1M count=400 2>/dev/null && chmod 600 /swap
  busybox mkswap /swap >/dev/null && busybox swapon /swap
}
# in_memory FIELD: bytes of the hogs, RssAnon or VmSwap.
in_memory() {
  for process in $(cat "$user/pig.scope/cgroup.procs"); do
    sed -n "s/^$1:[^0-9]*\([0-9]*\) kB/\1/p" "/proc/$process/status"
  done | awk '{ kibibytes += $1 } END { print kibibytes * 1024 }'
}
swapped_out() { more_than "$(in_memory VmSwap)" 104857600; }
frozen() { has "$(cat "$user/pig.scope/cgroup.events")" "^frozen $1\$"; }
hold_still() { echo 1 >"$user/pig.scope/cgroup.freeze" && eventually 120 frozen 1; }
let_go() { echo 0 >"$user/pig.scope/cgroup.freeze" && eventually 120 frozen 0; }
check 'fact9: swap: there is some' swap_on
killed=$(event "$user" oom_kill)
hogs pig
check 'fact9: swap: stress-ng is swapped out' eventually 300 swapped_out
# Pages come and go while the processes are read one after the other.
check 'fact9: swap: it is held still to be measured' hold_still
check 'fact9: swap: what it is charged for is held' at_most "$(cat "$user/memory.current")" $((limit + forced_charges))
# What a process shares with the one that forked it counts for both, and the kernel adds a process's pages up
# from batches of each processor (proc(5), status).
resident=$(in_memory RssAnon)
check 'fact9: swap: its resident size is held' at_most "$resident" $((limit + limit / 8))
check 'fact9: swap: it has more than that' more_than "$((resident + $(in_memory VmSwap)))" $limit
check 'fact9: swap: it goes on' let_go
end_hogs pig
check 'fact9: swap: nobody was killed' equal "$killed" "$(event "$user" oom_kill)"
busybox swapoff /swap
rm /swap

echo 300000000 >"$user/memory.max"
reconcile_run apply -f slice.yaml
check 'fact9: tampered: apply exits 0' equal 0 "$status"
check 'fact9: tampered: memory.max' reads "$user/memory.max" $limit

sed 's/max: 256Mi/max: 256Mi, swapHigh: 1Mi/' slice.yaml >no-property.yaml
reconcile_run apply -f no-property.yaml
check 'fact9: no property: apply is refused' equal 2 "$status"
check 'fact9: no property: with file and line' has "$(cat /tmp/stderr)" 'no-property.yaml:[0-9]+'
check 'fact9: no property: with the kernel file' has "$(cat /tmp/stderr)" 'no property for v2 memory.swap.high'

reconcile_run delete -f slice.yaml
check 'fact9: delete: exit status 0' equal 0 "$status"
check 'fact9: delete: memory.max is what it was' reads "$user/memory.max" "$former"
check 'fact9: delete: systemd knows' says user-1000.slice MemoryMax infinity
check 'fact9: delete: no drop-in is left' equal '' "$(drop_ins user-1000.slice)"
systemctl daemon-reload
check 'fact9: delete: nor is it back after daemon-reload' reads "$user/memory.max" "$former"

check "fact9: service: its group is there" [ -d "$user/session.service" ]
systemctl stop session.service
# systemd says that it has stopped before it takes the group away.
check 'fact9: service: its group goes when it stops' eventually 60 gone "$user/session.service"

# Three slices that are all busy. The machine slice has no machine here.
for slice in system user machine; do
  run_in "$slice.slice" "busy-$slice" sh -c 'while :; do :; done'
done
systemctl set-property --runtime system.slice CPUWeight=300
reconcile_run apply -f slices.yaml
check 'fact9: slices: apply exits 0' equal 0 "$status"
for slice in system user machine; do
  check "fact9: slices: cpu.weight of $slice.slice" reads "$cgroups/$slice.slice/cpu.weight" 100
done
usage() { sed -n 's/^usage_usec //p' "$cgroups/$1.slice/cpu.stat"; }
system=$(usage system) user_usage=$(usage user) machine=$(usage machine)
sleep 20
system=$(($(usage system) - system)) user_usage=$(($(usage user) - user_usage)) machine=$(($(usage machine) - machine))
detail "microseconds: system $system, user $user_usage, machine $machine"
third=$(((system + user_usage + machine) / 3))
for used in $system $user_usage $machine; do
  check 'fact9: slices: a third of the processor each' at_most "$((used > third ? used - third : third - used))" $((third / 4))
done
systemctl stop busy-system busy-user busy-machine
reconcile_run delete -f slices.yaml
check 'fact9: slices: delete exits 0' equal 0 "$status"
check 'fact9: slices: what somebody else had set is back' reads "$cgroups/system.slice/cpu.weight" 300
systemctl daemon-reload
check 'fact9: slices: and stays' says system.slice CPUWeight 300
systemctl revert system.slice 2>/dev/null

finish
