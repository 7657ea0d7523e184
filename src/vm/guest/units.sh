# The units that ship with the program, as an administrator installs them.
. ./tap.sh
. ./program.sh

home=/sys/fs/cgroup/reconcile.slice/reconcile-groups.service
web=$home/app/web
service=reconcile.service

main_pid() { systemctl show -P MainPID $service; }
fed() { systemctl show -P WatchdogTimestampMonotonic $service; }
fed_since() { differ "$1" "$(fed)"; }
container() { head -n 1 "$web/cgroup.procs"; }
runs() { [ -n "$(container)" ]; }

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
printf '[Service]\nWatchdogSec=30\nTimeoutStartSec=600\n' >/etc/systemd/system/$service.d/guest.conf
systemctl daemon-reload

systemctl start $service
check 'service: systemctl start waits until it is ready' says $service ActiveState active
check 'service: the container of its Sync runs' eventually 300 runs
check 'service: it is in its own group' has "$(cat "/proc/$(main_pid)/cgroup")" '^0::/system.slice/reconcile.service$'
check 'service: the container is not' has "$(cat "/proc/$(container)/cgroup")" '^0::/reconcile.slice/reconcile-groups.service/app/web$'
check 'service: it feeds the watchdog' eventually 120 fed_since "$(fed)"

pid=$(container)
kill -STOP "$(main_pid)"
check 'watchdog: a service that hangs is started again' eventually 300 says $service NRestarts 1
check 'watchdog: it is ready again' eventually 300 says $service ActiveState active
check 'watchdog: the container lived on' equal "$pid" "$(container)"

systemctl stop $service
check 'stop: exit status 0 of the service' says $service Result success
check 'stop: the container lives on' equal "$pid" "$(container)"

echo 77 >"$home/app/cpu.weight"
systemctl start reconcile-apply.timer
check 'timer: a pass makes it right' eventually 300 reads "$home/app/cpu.weight" 50
check 'timer: the pass ends' eventually 300 says reconcile-apply.service ActiveState inactive
check 'timer: the pass succeeds' says reconcile-apply.service Result success
check 'timer: the container lives on' equal "$pid" "$(container)"
systemctl stop reconcile-apply.timer

systemctl stop reconcile-groups.service
# Whoever is left without a parent is reaped, and an empty group removed, after systemd has said that it is done.
check 'groups: stopping their unit ends the container' eventually 60 gone "/proc/$pid"
check 'groups: and takes them away' eventually 60 gone "$home"

finish
