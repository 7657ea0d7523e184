# The packaged program in a guest, and what tests ask of the host that it has made.

# reconcile_run VERB…: keeps what it printed and how it ended.
reconcile_run() {
  output=$(reconcile "$@" 2>/tmp/stderr)
  status=$?
  detail "reconcile $* exited $status at $(cut -d ' ' -f 1 /proc/uptime) s"
  sed 's/^/#   /' /tmp/stderr
}

# reads FILE VALUE
reads() { equal "$2" "$(cat "$1")"; }

# gone FILE
gone() { [ ! -e "$1" ] || { echo "$1 exists"; return 1; }; }

# says UNIT PROPERTY VALUE: of systemd's.
says() { equal "$3" "$(systemctl show -P "$2" "$1")"; }

mount_table() { cat /proc/self/mountinfo; }
