# The units that ship with the program, as an administrator installs them.
. ./tap.sh

home=/sys/fs/cgroup/reconcile.slice/reconcile-groups.service
web=$home/app/web
service=reconcile.service

says() { equal "$3" "$(systemctl show -P "$2" "$1")"; }
main_pid() { systemctl show -P MainPID $service; }
fed() { systemctl show -P WatchdogTimestampMonotonic $service; }
fed_since() { differ "$1" "$(fed)"; }
container() { head -n 1 "$web/cgroup.procs"; }
runs() { [ -n "$(container)" ]; }
gone() { [ ! -e "$1" ] || { echo "$1 exists"; return 1; }; }
reads() { equal "$2" "$(cat "$1")"; }

mkdir -p /etc/reconcile /srv/manifests /etc/systemd/system/$service.d
cp /opt/reconcile/systemd/* /etc/systemd/system/
cp web.yaml /srv/manifests/
cat >/etc/reconcile/sync.yaml <<'END'
apiVersion: reconcile.dev/v1
kind: Sync
metadata: {name: guest}
spec: {directory: /srv/manifests, interval: 1h, prune: true}
END
# A hang is to be noticed while the test waits; a start takes its time under an interpreted CPU.
printf '[Service]\nWatchdogSec=20\nTimeoutStartSec=600\n' >/etc/systemd/system/$service.d/guest.conf
systemctl daemon-reload

systemctl start $service
check 'service: systemctl start waits until it is ready' says $service ActiveState active
check 'service: the container of its Sync runs' eventually 120 runs
check 'service: it is in its own group' has "$(cat "/proc/$(main_pid)/cgroup")" '^0::/system.slice/reconcile.service$'
check 'service: the container is not' has "$(cat "/proc/$(container)/cgroup")" '^0::/reconcile.slice/reconcile-groups.service/app/web$'
check 'service: it feeds the watchdog' eventually 60 fed_since "$(fed)"

pid=$(container)
kill -STOP "$(main_pid)"
check 'watchdog: a service that hangs is started again' eventually 180 says $service NRestarts 1
check 'watchdog: it is ready again' eventually 180 says $service ActiveState active
check 'watchdog: the container lived on' equal "$pid" "$(container)"

systemctl stop $service
check 'stop: exit status 0 of the service' says $service Result success
check 'stop: the container lives on' equal "$pid" "$(container)"

echo 77 >"$home/app/cpu.weight"
systemctl start reconcile-apply.timer
check 'timer: a pass makes it right' eventually 240 reads "$home/app/cpu.weight" 50
check 'timer: the pass succeeds' eventually 120 says reconcile-apply.service Result success
check 'timer: the container lives on' equal "$pid" "$(container)"
systemctl stop reconcile-apply.timer

systemctl stop reconcile-groups.service
check 'groups: stopping their unit ends the container' gone "/proc/$pid"
check 'groups: and takes them away' gone "$home"

finish
