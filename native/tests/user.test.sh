# Identity: names from the root's own files, numbers without an entry, groups, HOME.
. ./lib.sh

SETS='set restart Never'
number=0
as() { # USER-WORDS
	number=$((number + 1))
	LATE="env PATH=/bin
${AS_ENV:-}
user $*
cwd /"
	program "u$number" /bin/sh -c "'grep -E ^[UG]id: /proc/self/status; grep Groups /proc/self/status; echo \$HOME; echo again > /dev/stdout'"
	start_ok "u$number"
	until_true "phase_is u$number succeeded || phase_is u$number failed"
	got=$(output "u$number" | sed -n '1s/.*	//p; 2s/.*	//p; 3s/Groups:	//p; 4p' | tr '\n' ':')
	contains "standard output opened again" "$(output "u$number")" again
}
MOUNTS="$MOUNTS
symlink /dev/stdout /proc/self/fd/1"

as app
check "a name" "$got" "1000:1001:29 44 :/home/app:"
as app:staff
check "a name and a group" "$got" "1000:50: :/home/app:"
as 1000
check "a number with an entry" "$got" "1000:1001:29 44 :/home/app:"
as 4242
check "a number without one" "$got" "4242:0: :/:"
as 4242:77 5 6
check "a number and groups" "$got" "4242:77:5 6 :/:"
AS_ENV='env HOME=/else'
as app
check "HOME given" "$got" "1000:1001:29 44 :/else:"
