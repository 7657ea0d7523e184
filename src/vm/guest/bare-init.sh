#!/bin/sh
# PID 1 of a guest without an init system: a host with nothing but cgroup v2.

export PATH=/bin:/sbin

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm /dev/mqueue
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs tmpfs /run
mount -t cgroup2 -o nsdelegate cgroup2 /sys/fs/cgroup
hostname guest
ip link set lo up

sh /payload/test/run-tests.sh >/dev/ttyS1 2>&1
sync
poweroff -f
