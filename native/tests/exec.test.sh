# The exec life: in all of the container's namespaces and cgroups; statuses as a shell's.
. ./lib.sh

LATE="$LATE
hostname web"
program c /bin/sleep 1000
start_ok c
pid=$(value c pid)

execute() { # WORDS of the exec line
	{
		echo "join $pid $(value c starttime) pid uts ipc net mnt cgroup"
		for mount in $V2; do echo "attach $mount/$GROUP/c/cgroup.procs"; done
		for mount in $V1; do echo "attach $mount/$GROUP/c/tasks"; done
		echo "root-of $pid
env PATH=/bin
${EXEC_LATE:-cwd /}
exec $*"
	} | "$TOOLS/frame" program > "$BASE/exec-program"
	"$HELPER" exec 9 9< "$BASE/exec-program" 2> "$BASE/exec-errors"
}

execute true
check "status 0" $? 0
execute sh -c "'exit 3'"
check "its own status" $? 3
execute /etc/passwd
check "not executable" $? 126
contains "one line" "$(cat "$BASE/exec-errors")" "reconcile-helper: exec '/etc/passwd': Permission denied"
execute nosuch
check "not found" $? 127
execute sh -c "'kill -9 \$\$'"
check "a signal" $? 137
EXEC_LATE='cwd /proc/self/fd/5' execute true
check "ours failed" $? 125
contains "one line" "$(cat "$BASE/exec-errors")" "reconcile-helper: cwd"
EXEC_LATE='user nobody-here' execute true
check "no such user" $? 125

check "hostname" "$(execute hostname)" web
check "stdin" "$(echo through | execute cat)" through
# The fourth is the directory that ls reads.
check "descriptors" "$(execute ls /proc/self/fd 7< /dev/null | tr '\n' ' ')" "0 1 2 3 "
for type in pid uts ipc net mnt cgroup; do
	check "$type namespace" "$(execute readlink /proc/self/ns/$type)" "$(readlink "/proc/$pid/ns/$type")"
done
EXEC_LATE='user app
capabilities 0
no-new-privileges' 
export EXEC_LATE
check "user" "$(execute id)" "uid=1000(app) gid=1001(app) groups=29(audio),44(video)"
contains "privileges" "$(execute grep -E "'NoNewPrivs|CapBnd'" /proc/self/status)" "CapBnd:	0000000000000000
NoNewPrivs:	1"
unset EXEC_LATE

# The program may come through a pipe.
execute true
cat "$BASE/exec-program" | "$HELPER" exec 9 9<&0 < /dev/null
check "a program in a pipe" $? 0

# In the container's cgroups, and signals go on to it.
execute sh -c "'trap \"exit 9\" TERM; echo up > /up; while :; do sleep 0.01; done'" &
caller=$!
until_true '[ -s "$BASE/c/upper/up" ]'
for mount in $V2 $V1; do
	check "processes in $mount" "$([ "$(grep -c . "$mount/$GROUP/c/cgroup.procs")" -ge 2 ] && echo two)" two
done
helper=$(cat "/proc/$caller/task/$caller/children" | tr -d ' ')
kill -TERM "${helper:-$caller}"
wait "$caller"
check "a forwarded signal" $? 9
