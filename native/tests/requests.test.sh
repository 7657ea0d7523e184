# The small requests, and requests that are wrong.
. ./lib.sh

check "hello" "$(echo hello | call)" "1 ok protocol 1"
check "version" "$("$HELPER" version)" "reconcile-helper protocol 1"
contains "unknown" "$(echo nonsense | call)" "1 error request 0 nonsense"
contains "arguments" "$(echo start | call)" "1 error start 0"
contains "join" "$(echo 'join /no/such/file' | call)" "1 error join 2 /no/such/file"
contains "no directory" "$(echo "start $BASE/none" | call)" "1 error setup 2 $BASE/none"
mkdir "$BASE/empty"
contains "no program" "$(echo "start $BASE/empty" | call)" "1 error program 2 program"
echo nonsense > "$BASE/empty/program"
contains "no program of ours" "$(echo "start $BASE/empty" | call)" "1 error program 71 program"

LATE="$LATE
rlimit NOFILE 64 128
user app"
program c /bin/sleep 1000
start_ok c
pid=$(value c pid) ticks=$(value c starttime)
contains "hostname" "$(echo "hostname $pid $ticks other" | call)" "1 ok"
check "hostname" "$(nsenter -t "$pid" -u hostname)" other
[ "$(hostname)" != other ] || fail "the host was renamed"
contains "prlimit" "$(echo "prlimit $pid $ticks NOFILE 32 100" | call)" "1 ok"
check "prlimit" "$(awk '/open files/ {print $4, $5}' "/proc/$pid/limits")" "32 100"
contains "a wrong start time" "$(echo "hostname $pid 1 third" | call)" "1 error hostname 3 $pid"
contains "unknown resource" "$(echo "prlimit $pid $ticks NOSUCH 1 1" | call)" "1 error prlimit 0 NOSUCH"
