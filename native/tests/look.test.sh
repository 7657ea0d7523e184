# Directories of cgroupfs, many in one request: what is there, what is not, and what cannot be read.
. ./lib.sh

part() { # TEXT: its size, then as much; %b, so that \0 is NUL
	printf '%b' "$1" > "$BASE/part"
	u32 "$(wc -c < "$BASE/part")" && cat "$BASE/part"
}
errno() { u32 $((4294967296 - $1)); } # i32 -ERRNO
answer() { # parts on standard input
	cat > "$BASE/answer"
	u32 "$(wc -c < "$BASE/answer")" && cat "$BASE/answer"
}
ask() { # questions on standard input: the reply in hexadecimal digits
	{ instruction look && cat; } > "$BASE/look"
	request 7 "$BASE/look" | "$HELPER" serve | od -An -v -tx1
}
reply() { # answers on standard input
	{ instruction ok && cat; } > "$BASE/reply"
	request 7 "$BASE/reply" | od -An -v -tx1
}

# As they are in every hierarchy: marks, children, processes, a file that is there, one that is not.
for mount in $V2 $V1; do
	group=$mount/$GROUP
	mkdir "$group/c/child" || fail "child"
	setfattr -n trusted.reconcile.object -v container/c "$group/c"
	setfattr -n trusted.other -v x "$group/c"
	asked=$({
		instruction "$group/c" cgroup.procs no.such.file
		instruction "$group/none" cgroup.procs
		instruction "$group/c/child"
		instruction "$group/c/cgroup.procs" x
	} | ask)
	expected=$({
		{ part 'object\0container/c\0' && part 'child\0' && part '' && part '' && errno 2; } | answer
		u32 0
		{ part '' && part '' && part ''; } | answer
		errno 20
	} | reply)
	rmdir "$group/c/child"
	check "$mount" "$asked" "$expected"
done

# A process, which only its own hierarchies have.
for mount in $V2 $V1; do
	sh -c 'echo $$ > "$1/cgroup.procs" && exec sleep 60' sh "$mount/$GROUP/c" &
	until_true "[ \"\$(cat '$mount/$GROUP/c/cgroup.procs')\" = $! ]"
	setfattr -x trusted.reconcile.object "$mount/$GROUP/c"
	expected=$({ part '' && part '' && part "$!\n"; } | answer | reply)
	check "process" "$(instruction "$mount/$GROUP/c" | ask)" "$expected"
	kill "$!" && wait "$!"
	break
done

# What can be written only is no less there.
if [ -n "$V2" ]; then
	asked=$(instruction "$V2/$GROUP/c" cgroup.kill | ask)
	check "write only" "$asked" "$({ part '' && part '' && part '' && errno 22; } | answer | reply)"
fi

# A mark that is no text, content of many pages, and more than goes into one reply.
directory=$BASE/directory
mkdir "$directory"
seq 4000 > "$directory/cgroup.procs"
content=$(cat "$directory/cgroup.procs")
check "long" "$(instruction "$directory" | ask)" "$({ part '' && part '' && part "$content\n"; } | answer | reply)"
setfattr -n trusted.reconcile.object -v 0x610062 "$directory"
check "no text" "$(instruction "$directory" | ask)" "$({ errno 22 && part '' && part "$content\n"; } | answer | reply)"
setfattr -x trusted.reconcile.object "$directory"
{
	instruction look
	for _ in $(seq 60); do instruction "$directory" cgroup.procs; done
} > "$BASE/look"
{ instruction hello; } > "$BASE/hello"
replies=$({ request 7 "$BASE/look" && request 8 "$BASE/hello"; } | "$HELPER" serve | "$TOOLS/frame" replies)
check "too long" "$replies" "7 error look 7 '' the answers are longer than a frame
8 ok protocol 1"
{ instruction look && u16 3 && printf 'x\0'; } > "$BASE/look"
contains "malformed" "$(request 7 "$BASE/look" | "$HELPER" serve | "$TOOLS/frame" replies)" "7 error request 0"
