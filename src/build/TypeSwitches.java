import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compiles switches over types ahead of time. javac leaves each to {@code
 * SwitchBootstraps.typeSwitch}, which generates a class when a run first comes to it; an AOT cache
 * does not keep those. That is a millisecond a switch, and a run of {@code apply} comes to thirty.
 * Here each becomes a method of its class that asks one {@code instanceof} after the other.
 *
 * <pre>
 * int typeSwitch$0(Object target, int restart)    -1 for null; the first label from restart on
 *                                                 that target is; as many as there are labels
 * </pre>
 */
final class TypeSwitches {
  private static final ClassDesc BOOTSTRAPS = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
  private static final MethodTypeDesc SWITCH =
      MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object, ConstantDescs.CD_int);

  private final ClassFile classFile;

  private TypeSwitches(ClassLoader loader) {
    this.classFile = Classes.file(loader);
  }

  /**
   * The same classes without such calls.
   *
   * @param loader finds the classes that they refer to
   */
  static Map<String, byte[]> compile(Map<String, byte[]> classes, ClassLoader loader) {
    TypeSwitches switches = new TypeSwitches(loader);
    Map<String, byte[]> compiled = new TreeMap<>();
    classes.forEach((name, bytes) -> compiled.put(name, switches.compiled(bytes)));
    return compiled;
  }

  private byte[] compiled(byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    List<List<ClassDesc>> found = new ArrayList<>();
    ClassDesc self = model.thisClass().asSymbol();
    boolean isInterface = model.flags().has(java.lang.reflect.AccessFlag.INTERFACE);
    CodeTransform calls =
        (code, element) -> {
          List<ClassDesc> labels =
              element instanceof InvokeDynamicInstruction call ? labels(call) : List.of();
          if (labels.isEmpty()) {
            code.with(element);
          } else {
            code.invokestatic(self, name(found.size()), SWITCH, isInterface);
            found.add(labels);
          }
        };
    byte[] compiled =
        classFile.transformClass(
            model,
            ClassTransform.transformingMethodBodies(calls)
                .andThen(
                    ClassTransform.endHandler(
                        builder -> {
                          for (int i = 0; i < found.size(); i++) {
                            List<ClassDesc> labels = found.get(i);
                            builder.withMethodBody(
                                name(i),
                                SWITCH,
                                ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC,
                                code -> ask(code, labels));
                          }
                        })));
    return found.isEmpty() ? bytes : compiled;
  }

  private static String name(int index) {
    return "typeSwitch$" + index;
  }

  /** The labels of a switch over types alone; none for any other call. */
  private static List<ClassDesc> labels(InvokeDynamicInstruction call) {
    if (!call.bootstrapMethod().owner().equals(BOOTSTRAPS)
        || !call.name().equalsString("typeSwitch")
        || call.typeSymbol().parameterType(0).isPrimitive()) {
      return List.of();
    }
    List<ClassDesc> labels = new ArrayList<>();
    for (ConstantDesc label : call.bootstrapArgs()) {
      if (!(label instanceof ClassDesc type) || type.isPrimitive()) {
        return List.of();
      }
      labels.add(type);
    }
    return labels;
  }

  private static void ask(CodeBuilder code, List<ClassDesc> labels) {
    int target = code.parameterSlot(0);
    int restart = code.parameterSlot(1);
    Label isThere = code.newLabel();
    code.aload(target).ifnonnull(isThere).iconst_m1().ireturn().labelBinding(isThere);
    for (int i = 0; i < labels.size(); i++) {
      Label next = code.newLabel();
      code.iload(restart).loadConstant(i).if_icmpgt(next);
      code.aload(target).instanceOf(labels.get(i)).ifeq(next);
      code.loadConstant(i).return_(TypeKind.INT).labelBinding(next);
    }
    code.loadConstant(labels.size()).ireturn();
  }
}
