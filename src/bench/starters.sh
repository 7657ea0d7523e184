# How each starter starts, re-applies and deletes N containers. Sourced by run.sh, which gives
# $work, $mark, $bin, $rootfs, $program and `in_peers` (a mount namespace that crun accepts).

# clock COMMAND…: leaves what it took in $work/elapsed.
clock() { "$bin/stopwatch" "$work/elapsed" "$@"; }
clock_peers() { in_peers "$bin/stopwatch" "$work/elapsed" "$@"; }

# fill NAME FILE: a template with its placeholders replaced.
fill() {
  sed "s|@NAME@|$1|g; s|@MARK@|$mark|g; s|@ROOTFS@|$rootfs|g; s|@ROOT@|$work/$starter/root|g; s|@CGROUP@|/$group/$starter-$1|g
    s|@CAPABILITIES@|$capabilities|g" "$here/$2"
}

capabilities='"CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_NET_BIND_SERVICE",
 "CAP_SETFCAP", "CAP_SETGID", "CAP_SETPCAP", "CAP_SETUID", "CAP_SYS_CHROOT"'
capabilities=$(echo "$capabilities" | tr -d '\n')

containers() { seq -f 'c%g' 0 $(($1 - 1)); }

# prepare STARTER N: everything that is input. Not timed.
prepare() {
  starter=$1
  rm -rf "${work:?}/$starter"
  mkdir -p "$work/$starter"
  case $starter in
    ours)
      mkdir "$work/ours/manifests"
      fill bench rootfs.yaml >"$work/ours/manifests/rootfs.yaml"
      for name in $(containers "$2"); do fill "$name" container.yaml >"$work/ours/manifests/$name.yaml"; done
      ;;
    crun | runc)
      mkdir "$work/$starter/root"
      for name in $(containers "$2"); do
        mkdir -p "$work/$starter/$name/upper" "$work/$starter/$name/work"
        fill "$name" config.json >"$work/$starter/$name/config.json"
      done
      ;;
    podman)
      for name in $(containers "$2"); do fill "$name" pod.yaml; done >"$work/podman/pods.yaml"
      in_peers sh -c "tar -C '$rootfs' -c . | $podman import - localhost/bench:1"
      ;;
  esac
}

# act STARTER STEP N: the timed part.
act() {
  case $1-$2 in
    ours-start | ours-reapply) clock "$program" apply -f "$work/ours/manifests" ;;
    ours-jvm) clock "$program" version ;;
    ours-delete) clock "$program" delete -f "$work/ours/manifests" ;;
    best-start | naive-start) clock "$bin/floor" start "$1" "$3" "$work/$1" "$rootfs" "$mark" ;;
    best-reapply) clock "$bin/floor" read "$3" ;;
    best-delete | naive-delete) clock "$bin/floor" delete "$3" "$work/$1" ;;
    crun-start | runc-start) clock_peers "$bin/oci-loop" run "$1" "$3" "$work/$1" "$rootfs" ;;
    crun-delete | runc-delete) clock_peers "$bin/oci-loop" delete "$1" "$3" "$work/$1" ;;
    podman-start) clock_peers $podman kube play --network none "$work/podman/pods.yaml" ;;
    podman-reapply) clock_peers $podman kube play --network none --replace "$work/podman/pods.yaml" ;;
    podman-delete) clock_peers $podman kube down "$work/podman/pods.yaml" ;;
  esac
}

# steps STARTER: in this order. `jvm` is a start of the program that does nothing.
steps() {
  case $1 in
    ours) echo start jvm reapply delete ;;
    best | podman) echo start reapply delete ;;
    *) echo start delete ;;
  esac
}
