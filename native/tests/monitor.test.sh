# One monitor a container; its death; adoption; a new program.
. ./lib.sh

SETS='set restart Never'
program c /bin/sh -c "'echo one; while [ ! -e /go ]; do sleep 0.01; done; echo two; exit 6'"
start_ok c
pid=$(value c pid) ticks=$(value c starttime) monitor=$(value c monitor)
contains "a second monitor" "$(start c)" "error lock 11 $BASE/c Resource temporarily unavailable: held by $monitor"
grep -q "POSIX  ADVISORY  WRITE $monitor " /proc/locks || fail "/proc/locks does not show the monitor"
check "its directory" "$(readlink "/proc/$monitor/cwd")" /
check "its session" "$(sed 's/.*) //' "/proc/$monitor/stat" | cut -d ' ' -f 4)" "$monitor"
ls -l "/proc/$monitor/fd" | grep -q 'pipe:' && fail "the monitor holds a pipe of its caller"

kill -9 "$monitor"
until_true "[ ! -e /proc/$monitor ] || grep -q '^State:.Z' /proc/$monitor/status"
[ -e "/proc/$pid" ] || fail "PID 1 died with its monitor"
contains "a wrong start time" "$(echo "adopt $BASE/c $pid 1" | call)" "error adopt 3"
reply=$(echo "adopt $BASE/c $pid $ticks" | call)
contains "adopt" "$reply" "ok monitor $(value c monitor)"
[ "$(value c monitor)" != "$monitor" ] || fail "status still names the dead monitor"
check "adopted" "$(value c phase) $(value c pid)" "running $pid"
touch "/proc/$pid/root/go"
until_true 'phase_is c failed || phase_is c succeeded'
contains "the log goes on" "$(output c)" "one
two"
case "$(value c reason)" in
Error) check "exit code" "$(value c exitCode)" 6 ;;
ExitUnknown) echo "exit code of an adopted PID 1 is not to be had on $(uname -r)" ;;
*) fail "reason $(value c reason)" ;;
esac

# An adopted PID 1 is restarted too, then as a child.
SETS='set restart Always'
program again /bin/sleep 1000
start_ok again
pid=$(value again pid) ticks=$(value again starttime)
kill -9 "$(value again monitor)"
until_true "echo 'adopt $BASE/again $pid $ticks' | call | grep -q 'ok monitor'"
kill -9 "$pid"
until_true 'phase_is again running && [ "$(value again restarts)" = 1 ]'

# SIGHUP: the new program holds from the next start on; a broken one is not used.
before=$(value again pid)
mkdir -p "$BASE/next"; program next /bin/sleep 2000; sed "s,$BASE/next,$BASE/again," "$BASE/next/program" > "$BASE/again/program.new"; mv "$BASE/again/program.new" "$BASE/again/program"
kill -HUP "$(value again monitor)"
kill -9 "$before"
until_true 'phase_is again running && [ "$(value again restarts)" = 2 ]'
contains "the new program" "$(tr '\0' ' ' < "/proc/$(value again pid)/cmdline")" "sleep 2000"
echo broken > "$BASE/again/program.new"
mv "$BASE/again/program.new" "$BASE/again/program"
kill -HUP "$(value again monitor)"
until_true '[ -n "$(value again message)" ]'
check "still running" "$(value again phase)" running

# The monitor dies while its child is on the way to execve (which waits for a reader of the FIFO): the child dies too.
mkfifo "$BASE/never-read"
mkdir "$BASE/half"
printf 'set clone pid\nattach %s\nhost-root\nexec /bin/sleep 1000\n' "$BASE/never-read" | "$TOOLS/frame" program > "$BASE/half/program"
echo "start $BASE/half" | call > "$BASE/half-reply" &
caller=$!
until_true 'phase_is half starting 2>/dev/null'
child=$(value half pid)
kill -9 "$(value half monitor)"
until_true "[ ! -e /proc/$child ]"
wait "$caller"
contains "the caller hears of it" "$(cat "$BASE/half-reply")" "error monitor 0"

# A container whose directory was removed is not started again.
SETS='set restart Always'
program removed /bin/sleep 1000
start_ok removed
pid=$(value removed pid) monitor=$(value removed monitor)
mv "$BASE/removed" "$BASE/away"
rm -r "$BASE/away"
kill -9 "$pid"
until_true "[ ! -e /proc/$monitor ] || grep -q '^State:.Z' /proc/$monitor/status"
