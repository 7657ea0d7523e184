package dev.reconcile.kernel.cgroup;

import dev.reconcile.fields.limits.DeviceRules;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;

/**
 * Compiles device rules into a program of type {@code BPF_PROG_TYPE_CGROUP_DEVICE}: a straight line
 * of comparisons, without maps and loops. It is run at each mknod(2) and open(2) of a device with
 *
 * <pre>
 *   struct bpf_cgroup_dev_ctx { __u32 access_type; __u32 major; __u32 minor; };   linux/bpf.h
 *   access_type = (BPF_DEVCG_ACC_MKNOD 1 | READ 2 | WRITE 4) &lt;&lt; 16 | (BPF_DEVCG_DEV_BLOCK 1 | CHAR 2)
 * </pre>
 *
 * and returns 1 to permit. What a rule denies wins over what another allows; what no rule names is
 * as the default says.
 */
public final class DeviceProgram {
  /** {@code struct bpf_insn}: opcode, registers, offset, immediate. */
  static final int INSTRUCTION_BYTES = 8;

  // linux/bpf_common.h and linux/bpf.h: class | size or operation | source.
  private static final int LOAD_WORD = 0x61; // BPF_LDX | BPF_MEM | BPF_W
  private static final int MOVE = 0xb7; // BPF_ALU64 | BPF_MOV | BPF_K
  private static final int MOVE_REGISTER = 0xbf; // BPF_ALU64 | BPF_MOV | BPF_X
  private static final int AND = 0x57; // BPF_ALU64 | BPF_AND | BPF_K
  private static final int SHIFT_RIGHT = 0x77; // BPF_ALU64 | BPF_RSH | BPF_K
  private static final int JUMP_NOT_EQUAL = 0x55; // BPF_JMP | BPF_JNE | BPF_K
  private static final int JUMP_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
  private static final int EXIT = 0x95; // BPF_JMP | BPF_EXIT

  private static final int RESULT = 0;
  private static final int CONTEXT = 1;
  private static final int TYPE = 2;
  private static final int ACCESS = 3;
  private static final int MAJOR = 4;
  private static final int MINOR = 5;
  private static final int SCRATCH = 6;

  private static final int TYPE_BITS = 0xffff;
  private static final int ACCESS_SHIFT = 16;

  /** Three comparisons of two instructions at most, the access, and the verdict. */
  private static final int MOST_PER_RULE = 8;

  private static final int AROUND_RULES = 8;

  private final ByteBuffer code;

  private DeviceProgram(int rules) {
    code =
        ByteBuffer.allocate((rules * MOST_PER_RULE + AROUND_RULES) * INSTRUCTION_BYTES)
            .order(ByteOrder.nativeOrder());
  }

  /** The program of a text of {@link DeviceRules}, in hexadecimal digits, for the helper. */
  public static String digits(String text) {
    return HexFormat.of().formatHex(compile(DeviceRules.parse(text)));
  }

  /** Instructions, ready for {@code BPF_PROG_LOAD}. */
  static byte[] compile(DeviceRules rules) {
    DeviceProgram program = new DeviceProgram(rules.deny().size() + rules.allow().size());
    program.readContext();
    program.rules(rules.deny(), false);
    program.rules(rules.allow(), true);
    program.verdict(rules.allowsByDefault());
    byte[] bytes = new byte[program.code.position()];
    program.code.flip().get(bytes);
    return bytes;
  }

  private void readContext() {
    emit(LOAD_WORD, TYPE, CONTEXT, 0, 0);
    emit(MOVE_REGISTER, ACCESS, TYPE, 0, 0);
    emit(AND, TYPE, 0, 0, TYPE_BITS);
    emit(SHIFT_RIGHT, ACCESS, 0, 0, ACCESS_SHIFT);
    emit(LOAD_WORD, MAJOR, CONTEXT, Integer.BYTES, 0);
    emit(LOAD_WORD, MINOR, CONTEXT, 2 * Integer.BYTES, 0);
  }

  private void rules(List<DeviceRules.Rule> rules, boolean allow) {
    for (DeviceRules.Rule rule : rules) {
      rule(rule, allow);
    }
  }

  /** Each comparison that fails jumps over the rest of the rule. */
  private void rule(DeviceRules.Rule rule, boolean allow) {
    int left = length(rule);
    if (rule.type() != DeviceRules.ANY_TYPE) {
      emit(JUMP_NOT_EQUAL, TYPE, 0, --left, rule.type() == 'b' ? 1 : 2);
    }
    if (rule.major() != DeviceRules.ANY) {
      emit(JUMP_NOT_EQUAL, MAJOR, 0, --left, (int) rule.major());
    }
    if (rule.minor() != DeviceRules.ANY) {
      emit(JUMP_NOT_EQUAL, MINOR, 0, --left, (int) rule.minor());
    }
    if (rule.access() != DeviceRules.ALL_ACCESS) {
      // Allowed when nothing else is asked for; denied when something of it is.
      emit(MOVE_REGISTER, SCRATCH, ACCESS, 0, 0);
      emit(AND, SCRATCH, 0, 0, allow ? ~rule.access() : rule.access());
      left -= 3;
      emit(allow ? JUMP_NOT_EQUAL : JUMP_EQUAL, SCRATCH, 0, left, 0);
    }
    verdict(allow);
  }

  private static int length(DeviceRules.Rule rule) {
    int length = 2;
    length += rule.type() == DeviceRules.ANY_TYPE ? 0 : 1;
    length += rule.major() == DeviceRules.ANY ? 0 : 1;
    length += rule.minor() == DeviceRules.ANY ? 0 : 1;
    return length + (rule.access() == DeviceRules.ALL_ACCESS ? 0 : 3);
  }

  private void verdict(boolean allow) {
    emit(MOVE, RESULT, 0, 0, allow ? 1 : 0);
    emit(EXIT, 0, 0, 0, 0);
  }

  private void emit(int opcode, int destination, int source, int offset, int immediate) {
    boolean little = code.order() == ByteOrder.LITTLE_ENDIAN;
    int registers = little ? source << 4 | destination : destination << 4 | source;
    code.put((byte) opcode).put((byte) registers).putShort((short) offset).putInt(immediate);
  }
}
