# Runs that end: policies, backoff, retries, what the status says.
. ./lib.sh

SETS='set restart Always
set backoff 1000 60000 600000'
program always /bin/sh -c "'echo run; exit 4'"
start_ok always
until_true '[ "$(value always restarts)" -ge 2 ] && phase_is always backoff'
check "exit code" "$(value always exitCode)" 4
check "reason" "$(value always reason)" Error
check "exit code before" "$(value always lastExitCode)" 4
wait_ms=$(($(value always nextStartAt) - $(value always finishedAt)))
[ "$wait_ms" -ge 2000 ] && [ "$wait_ms" -lt 4000 ] || fail "the second backoff is $wait_ms ms"
[ -z "$(value always pid)" ] || fail "a PID in backoff"
kill -TERM "$(value always monitor)"
until_true 'phase_is always stopped'

program killed /bin/sleep 1000
start_ok killed
pid=$(value killed pid)
kill -9 "$pid"
until_true 'phase_is killed running && [ "$(value killed pid)" != "'"$pid"'" ]'
check "restarts" "$(value killed restarts)" 1
check "signal" "$(value killed lastSignal) $(value killed lastExitCode)" "9 137"

for case in Never:0:succeeded:Completed Never:3:failed:Error OnFailure:0:succeeded:Completed; do
	IFS=: read -r policy code phase reason <<-X
		$case
	X
	SETS="set restart $policy"
	program "end$policy$code" /bin/sh -c "'exit $code'"
	start_ok "end$policy$code"
	until_true "phase_is end$policy$code $phase"
	check "$case" "$(value "end$policy$code" exitCode) $(value "end$policy$code" reason) $(value "end$policy$code" restarts)" "$code $reason 0"
	monitor=$(value "end$policy$code" monitor)
	until_true "[ ! -e /proc/$monitor ] || grep -q '^State:.Z' /proc/$monitor/status"
done

SETS='set restart OnFailure
set backoff 1 1 60000
set max-retries 3'
program retries /bin/sh -c "'exit 1'"
start_ok retries
until_true 'phase_is retries failed'
check "retries" "$(value retries restarts)" 3

# A restart that cannot be set up is a failed run, and goes on.
SETS='set restart Always
set backoff 1000 1000 1'
mkdir "$BASE/source"
MOUNTS="$MOUNTS
bind /source $BASE/source '' '' ''"
program gone /bin/sleep 1000
start_ok gone
rmdir "$BASE/source"
kill -9 "$(value gone pid)"
until_true 'phase_is gone backoff'
check "reason" "$(value gone reason)" StartError
contains "message" "$(value gone message)" "bind '$BASE/source': No such file or directory"
check "one attempt at once, then the backoff" "$(value gone restarts)" 1
mkdir "$BASE/source"
until_true 'phase_is gone running'
check "reason before" "$(value gone lastReason)" StartError

# A stop is heard between attempts that fail at once.
SETS='set restart Always
set backoff 0 0 1'
program storm /bin/sleep 1000
start_ok storm
rmdir "$BASE/source"
kill -9 "$(value storm pid)"
until_true '[ "$(value storm restarts)" -ge 3 ]'
kill -TERM "$(value storm monitor)"
until_true 'phase_is storm stopped'
