# SIGTERM to a monitor.
. ./lib.sh

stop() { # NAME
	kill -TERM "$(value "$1" monitor)"
	until_true "phase_is $1 stopped"
	until_true "[ -z \"\$(cat $V2/$GROUP/c/cgroup.procs)\" ]"
}

[ -n "$V2" ] || skip "requires a cgroup2 mount"
program handler /bin/sh -c "'trap \"echo bye; exit 5\" TERM; echo ready; while :; do sleep 1000 & wait; done'"
start_ok handler
until_true '[ "$(output handler)" = ready ]'
stop handler
check "with a handler" "$(value handler exitCode) $(value handler signal)" "5 0"
contains "its last words" "$(output handler)" bye

# PID 1 without a handler never sees the signal: no use to wait out the grace period.
SETS='set grace 600000'
program deaf /bin/sleep 1000
start_ok deaf
stop deaf
check "without a handler" "$(value deaf exitCode) $(value deaf signal)" "137 9"

SETS='set grace 50'
program stubborn /bin/sh -c "'trap \"echo no\" TERM; echo ready; while :; do sleep 1000 & wait; done'"
start_ok stubborn
until_true '[ "$(output stubborn)" = ready ]'
stop stubborn
check "past the grace period" "$(value stubborn signal)" 9
contains "it was asked first" "$(output stubborn)" no

SETS='set restart Always
set backoff 600000 600000 600000'
program waiting /bin/sh -c "'exit 1'"
start_ok waiting
until_true 'phase_is waiting backoff'
stop waiting

# With the host's PID namespace the default action works, and what PID 1 leaves behind is ours to kill.
SETS='set grace 600000'
program() {
	mkdir -p "$BASE/$1"
	printf '%s\n' 'set grace 600000' "set into-cgroup $V2/$GROUP/c" "set kill-file $V2/$GROUP/c/cgroup.kill" 'host-root' \
		'env PATH=/bin:/usr/bin' "exec $BUSYBOX sh -c 'sleep 1000 & sleep 1000'" | "$TOOLS/frame" program > "$BASE/$1/program"
}
program host
start_ok host
until_true "[ \"\$(wc -l < $V2/$GROUP/c/cgroup.procs)\" -ge 2 ]"
stop host
check "host PID namespace" "$(value host signal)" 15

# Where there is no cgroup.kill, by the list of processes.
program() {
	mkdir -p "$BASE/$1"
	printf '%s\n' "set into-cgroup $V2/$GROUP/c" "set procs-file $V2/$GROUP/c/cgroup.procs" 'host-root' \
		'env PATH=/bin:/usr/bin' "exec $BUSYBOX sh -c 'sleep 1000 & sleep 1000 & sleep 1000'" | "$TOOLS/frame" program > "$BASE/$1/program"
}
program list
start_ok list
until_true "[ \"\$(wc -l < $V2/$GROUP/c/cgroup.procs)\" -ge 3 ]"
stop list

# The kernel kills what is cloned into a cgroup that was killed before; it must start all the same.
start_ok host
until_true 'phase_is host running'
