package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CPUs or memory nodes, the kernel's list format: {@code 0-1,4}. The kernel normalises ({@code 1,0}
 * reads {@code 0-1}), so contents are compared as sets. An empty list is written as a lone newline.
 *
 * @param field that it carries
 */
public record IndexListCodec(String field) implements LimitCodec {
  /** What is written for an empty list: an empty write would be no write at all. */
  static final String CLEAR = "\n";

  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    String wanted = limits.values().get(field);
    return wanted == null ? null : wanted.isEmpty() ? CLEAR : wanted;
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    return format(parse(kernel));
  }

  @Override
  public String readBack(String written) {
    return format(parse(written));
  }

  @Override
  public boolean matches(String kernel, String written) {
    return parse(kernel).equals(parse(written));
  }

  /** More members is more; sets of which neither contains the other count as growth. */
  @Override
  public int growth(String a, String b) {
    BitSet before = parse(a);
    BitSet after = parse(b);
    return before.equals(after) ? 0 : contains(before, after) ? -1 : 1;
  }

  /** The members of either list. */
  public static String union(String a, String b) {
    BitSet both = parse(a);
    both.or(parse(b));
    return format(both);
  }

  /** Whether every member of {@code inner} is in {@code outer}. */
  public static boolean contains(String outer, String inner) {
    return contains(parse(outer), parse(inner));
  }

  private static boolean contains(BitSet outer, BitSet inner) {
    BitSet rest = (BitSet) inner.clone();
    rest.andNot(outer);
    return rest.isEmpty();
  }

  /** Its members one by one. */
  static List<String> members(String list) {
    List<String> members = new ArrayList<>();
    BitSet set = parse(list);
    for (int member = set.nextSetBit(0); member >= 0; member = set.nextSetBit(member + 1)) {
      members.add(Integer.toString(member));
    }
    return members;
  }

  /** {@code 0-1,4} for 0, 1 and 4. */
  static String format(List<String> members) {
    return format(parse(String.join(",", members)));
  }

  private static BitSet parse(String list) {
    BitSet members = new BitSet();
    for (String part : list.trim().split(",")) {
      if (!part.isEmpty()) {
        int dash = part.indexOf('-');
        int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
        int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
        members.set(first, last + 1);
      }
    }
    return members;
  }

  private static String format(BitSet members) {
    StringBuilder list = new StringBuilder();
    for (int first = members.nextSetBit(0); first >= 0; ) {
      int end = members.nextClearBit(first);
      list.append(list.isEmpty() ? "" : ",").append(first);
      if (end - first > 1) {
        list.append('-').append(end - 1);
      }
      first = members.nextSetBit(end);
    }
    return list.toString();
  }
}
