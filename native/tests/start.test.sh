# A whole container: six namespaces of its own, what it sees inside, and a host that stays as it was.
. ./lib.sh

MOUNTS="$MOUNTS
mount /sys sysfs ro,nosuid,nodev,noexec
mount /dev/pts devpts nosuid,noexec newinstance ptmxmode=0666 mode=0620 gid=5
mount /dev/shm tmpfs nosuid,nodev,noexec mode=1777 size=64k
mount /dev/mqueue mqueue nosuid,nodev,noexec
symlink /dev/fd /proc/self/fd
dir /srv/data 0750 7 8
bind /srv/bound $BASE/shared ro,nosuid '' ''
bind /srv/file $ROOTFS/etc/passwd ro '' ''
bind /srv/absent /no/such/path ro '' optional
mask /proc/timer_list
mask /proc/acpi
mask /proc/fs
mask /no/such/path
readonly /proc/sys
readonly /no/such/path"
LATE="$LATE
hostname web
umask 0027
oom-score-adj 200
nice 3
ioprio best-effort 6
rlimit NOFILE 64 128
capabilities 20
no-new-privileges
env A=1
env A=2
cwd /made/for/it"
mkdir "$BASE/shared"
echo shared > "$BASE/shared/file"
program c /bin/sh -c "'hostname; pwd; echo A=\$A HOME=\$HOME; umask; ulimit -n; cat /srv/bound/file; while :; do sleep 1000; done'"
cat /proc/self/mountinfo > "$BASE/before"
start_ok c
cat /proc/self/mountinfo > "$BASE/after"
cmp "$BASE/before" "$BASE/after" || fail "the host's mount table changed"

pid=$(value c pid)
check "starttime" "$(value c starttime)" "$(sed 's/.*) //' "/proc/$pid/stat" | cut -d ' ' -f 20)"
for type in pid uts ipc net mnt cgroup; do
	[ "$(readlink /proc/self/ns/$type)" != "$(readlink "/proc/$pid/ns/$type")" ] || fail "$type namespace is the host's"
done
for mount in $V2 $V1; do
	grep -q "^$pid\$" "$mount/$GROUP/c/cgroup.procs" || fail "not in $mount/$GROUP/c"
	grep -q "^$(value c monitor)\$" "$mount/$GROUP/.monitors/cgroup.procs" || fail "the monitor is not in $mount/$GROUP/.monitors"
done
until_true '[ "$(output c | wc -l)" -ge 6 ]'
contains "output" "$(output c)" "web
/made/for/it
A=2 HOME=/root
0027
64"
contains "output" "$(output c)" "shared"

status=$(cat "/proc/$pid/status")
contains "inheritable" "$status" "CapInh:	0000000000000000"
contains "ambient" "$status" "CapAmb:	0000000000000000"
for set in CapPrm CapEff CapBnd; do contains "$set" "$status" "$set:	0000000000000020"; done
contains "no new privileges" "$status" "NoNewPrivs:	1"
program signals cat /proc/self/status
start_ok signals
until_true 'output signals | grep -q ^Seccomp'
contains "no ignored signals" "$(output signals)" "SigIgn:	0000000000000000"
contains "no blocked signals" "$(output signals)" "SigBlk:	0000000000000000"
check "oom_score_adj" "$(cat "/proc/$pid/oom_score_adj")" 200
check "nice" "$(sed 's/.*) //' "/proc/$pid/stat" | cut -d ' ' -f 17)" 3
check "ioprio" "$("$BUSYBOX" ionice -p "$pid")" "best-effort: prio 6"
check "descriptors" "$(ls "/proc/$pid/fd" | tr '\n' ' ')" "0 1 2 "
check "standard input" "$(readlink "/proc/$pid/fd/0")" /dev/null
check "directory" "$(stat -c '%a %u %g' "/proc/$pid/root/srv/data")" "750 7 8"
check "masked file" "$(cat "/proc/$pid/root/proc/timer_list")" ""
check "masked directory" "$(ls -A "/proc/$pid/root/proc/fs" | wc -l) $(stat -c %h "/proc/$pid/root/proc/fs")" "0 2"
grep -q ' /proc/sys ro,' "/proc/$pid/mountinfo" || fail "/proc/sys is not read-only"
grep -q ' /srv/bound ro,nosuid,' "/proc/$pid/mountinfo" || fail "the bind is not read-only"
grep -q "$BASE/scratch" "/proc/$pid/mounts" && fail "the scratch space is visible"
[ ! -e "/proc/$pid/root/srv/absent" ] || fail "an optional bind left a target"
[ -z "$(ls -A "$BASE/scratch")" ] || fail "the scratch space is on the host"
rmdir "$BASE/scratch"
program later true
start_ok later
[ -d "$BASE/scratch" ] || fail "a scratch directory that has gone is not made again"
