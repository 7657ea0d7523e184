# A first start that fails: stage, errno, path; phase failed; nothing left running.
. ./lib.sh

plain_mounts=$MOUNTS plain_late=$LATE
fails() { # DESCRIPTION EXPECTED: the start of the reply
	program c /bin/true
	reply=$(start c)
	contains "$1" "$reply" "error $2"
	check "$1: phase" "$(value c phase) $(value c reason)" "failed StartError"
	[ -n "$(value c message)" ] || fail "$1: no message"
	until_true '[ -z "$(group_processes)" ]'
	MOUNTS=$plain_mounts LATE=$plain_late
}

MOUNTS="bind /x /no/such/source '' '' ''"
fails "bind" "bind 2 /no/such/source No such file or directory"
MOUNTS='mount /x nosuchfs ro'
fails "file system" "mount 19 /x"
MOUNTS='mount /x tmpfs ro nosuchoption=1'
fails "mount option" "mount 22 /x"
MOUNTS='mount /x tmpfs wrong'
fails "mount attribute" "mount 0 wrong unknown mount attribute"
MOUNTS='nonsense'
fails "instruction" "program 0 nonsense"
LATE='user nobody-here'
fails "user" "user 2 nobody-here"
LATE='user app:nogroup-here'
fails "group" "user 2 nogroup-here"
LATE='capabilities xyz'
fails "capabilities" "capabilities 0 xyz"
LATE='rlimit NOFILE 10 5'
fails "rlimit" "rlimit 22"
LATE='cwd /bin/busybox'
fails "cwd" "cwd 20 /bin/busybox"
LATE='oom-score-adj 5000'
fails "oom score" "oom-score-adj 22 /proc/self/oom_score_adj"

program c nosuch
contains "command" "$(start c)" "error exec 2 nosuch"
program c /etc/passwd
contains "command" "$(start c)" "error exec 13 /etc/passwd"

LAYERS="overlay @DIR@/upper @DIR@/work $BASE/no-such-layer"
program c /bin/true
contains "layer" "$(start c)" "error overlay 2 "
contains "layer" "$(start c)" "$BASE/no-such-layer"
SETS='set restart Sometimes'
program c /bin/true
contains "setting" "$(start c)" "error program 0 program restart"
SETS='set into-cgroup /no/such/cgroup'
program c /bin/true
contains "cgroup" "$(start c)" "error clone 2 /no/such/cgroup"
