package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The process that a container runs.
 *
 * @param user name or uid, optionally {@code :group} or {@code :gid}; looked up inside the rootfs
 * @param umask permission bits to clear
 * @param capabilities without {@code CAP_}
 * @param rlimits sorted by type
 * @param oomScoreAdj null: not touched; {@code nice} and {@code ioPriority} alike
 */
public record ProcessSpec(
    List<String> args,
    SortedMap<String, String> env,
    String cwd,
    String user,
    List<Integer> additionalGids,
    int umask,
    boolean noNewPrivileges,
    Capabilities capabilities,
    List<Rlimit> rlimits,
    @Nullable Integer oomScoreAdj,
    @Nullable Integer nice,
    @Nullable IoPriority ioPriority) {

  public ProcessSpec {
    args = List.copyOf(args);
    env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
    additionalGids = List.copyOf(additionalGids);
    rlimits = List.copyOf(rlimits);
  }

  /** Changes to the default set; {@code ALL} is legal in both. */
  public record Capabilities(List<String> drop, List<String> add) {}

  /**
   * A limit of getrlimit(2).
   *
   * @param type without {@code RLIMIT_}, such as {@code NOFILE}
   * @param soft a number or {@code max}
   * @param hard a number or {@code max}
   */
  public record Rlimit(String type, String soft, String hard) {}

  /**
   * ioprio_set(2): class {@code realtime}, {@code best-effort} or {@code idle}, priority 0 to 7.
   */
  public record IoPriority(String ioClass, int priority) {}

  static ProcessSpec of(Dict process) {
    List<Integer> gids = new ArrayList<>();
    for (Value item : process.items("additionalGids")) {
      if (item instanceof Value.Num(long gid)) {
        gids.add((int) gid);
      }
    }
    List<Rlimit> rlimits = new ArrayList<>();
    for (Value item : process.items("rlimits")) {
      if (item instanceof Dict limit) {
        rlimits.add(
            new Rlimit(
                limit.text("type", ""), limit.text("soft", "max"), limit.text("hard", "max")));
      }
    }
    return new ProcessSpec(
        process.texts("args"),
        process.textMap("env"),
        process.text("cwd", "/"),
        process.text("user", "0"),
        gids,
        Integer.parseInt(process.text("umask", "0022"), 8),
        process.truth("noNewPrivileges", true),
        new Capabilities(process.texts("capabilities.drop"), process.texts("capabilities.add")),
        rlimits,
        integer(process, "oomScoreAdj"),
        integer(process, "nice"),
        ioPriority(process.dict("ioPriority")));
  }

  private static @Nullable Integer integer(Dict process, String field) {
    return process.at(field) instanceof Value.Num(long number) ? (int) number : null;
  }

  private static @Nullable IoPriority ioPriority(Dict priority) {
    String ioClass = priority.text("class");
    return ioClass == null ? null : new IoPriority(ioClass, (int) priority.number("priority", 4));
  }
}
