# The Test Anything Protocol, as far as the lane needs it: `ok N - name`,
# `not ok N - name`, `# detail`, and the plan as the closing line.

tap_number=0

# check NAME COMMAND…: passes when COMMAND exits 0; what it printed is the detail.
check() {
  tap_name=$1
  shift
  tap_number=$((tap_number + 1))
  "$@" >/tmp/tap.out 2>&1
  tap_status=$?
  if [ "$tap_status" = 0 ]; then
    echo "ok $tap_number - $tap_name"
    return
  fi
  echo "not ok $tap_number - $tap_name"
  echo "# $1 exited $tap_status"
  sed "s/^/# /" /tmp/tap.out
}

# detail TEXT: a line that is no result.
detail() { echo "# $*"; }

# finish: the closing line; without it the lane fails.
finish() { echo "1..$tap_number"; }

# equal EXPECTED ACTUAL
equal() { [ "$1" = "$2" ] || { echo "expected '$1', got '$2'"; return 1; }; }

# differ A B
differ() { [ "$1" != "$2" ] || { echo "both are '$1'"; return 1; }; }

# has TEXT PATTERN: an extended regular expression finds something in TEXT.
has() { echo "$1" | grep -Eq -- "$2" || { echo "no '$2' in:"; echo "$1"; return 1; }; }

# lacks TEXT PATTERN
lacks() { ! has "$1" "$2" >/dev/null || { echo "'$2' found in:"; echo "$1"; return 1; }; }

# eventually SECONDS COMMAND…: polls until COMMAND is true.
eventually() {
  tap_tries=$(($1 * 10))
  shift
  until "$@" >/tmp/tap.eventually 2>&1; do
    tap_tries=$((tap_tries - 1))
    [ "$tap_tries" -gt 0 ] || { cat /tmp/tap.eventually; return 1; }
    sleep 0.1
  done
}
