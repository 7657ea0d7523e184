import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes classes of the lambdas and method references in a jar ahead of time. javac leaves each to
 * {@code LambdaMetafactory.metafactory}, which generates a class when a run first comes to it. An
 * AOT cache keeps those of the training run alone, which changes nothing on the host; a first
 * {@code apply} comes to thirty others, nearly a millisecond each.
 *
 * <pre>
 * final class Executor$$Lambda$0 implements Predicate      in the nest of Executor
 *   static Predicate of(Executor captured)                 what stands at the place of the lambda
 *   public boolean test(Object sent)                       calls Executor's own lambda$attempt$0
 * </pre>
 *
 * Those that are serializable, or box and unbox, stay as they are.
 */
final class Lambdas {
  private static final ClassDesc FACTORY = ClassDesc.of("java.lang.invoke.LambdaMetafactory");
  private static final String MAKE = "of";
  private static final String ONLY = "ONLY";

  private final ClassFile classFile;
  private final Map<String, byte[]> classes = new TreeMap<>();
  private final Map<String, List<ClassDesc>> nests = new TreeMap<>();

  private Lambdas(ClassLoader loader) {
    this.classFile = Classes.file(loader);
  }

  /**
   * All classes, and those that the lambdas in them have become.
   *
   * @param loader finds the classes that they refer to
   */
  static Map<String, byte[]> compile(Map<String, byte[]> classes, ClassLoader loader) {
    Lambdas lambdas = new Lambdas(loader);
    classes.forEach(lambdas::replaceIn);
    lambdas.nests.forEach(lambdas::grow);
    return lambdas.classes;
  }

  /**
   * A lambda.
   *
   * @param type of the class that it becomes
   * @param face the interface that it implements
   * @param method the one method of that interface, erased
   * @param captured what it was given where it stands
   * @param body what it calls
   * @param actual the method as it is used here
   */
  private record Lambda(
      ClassDesc type,
      ClassDesc face,
      String name,
      MethodTypeDesc method,
      List<ClassDesc> captured,
      DirectMethodHandleDesc body,
      MethodTypeDesc actual) {
    MethodTypeDesc making() {
      return MethodTypeDesc.of(face, captured);
    }

    /** What the body is called with, the object that a method is called on included. */
    List<ClassDesc> taken() {
      return body.invocationType().parameterList();
    }

    /** Whether nothing has to be boxed, unboxed or widened between the interface and the body. */
    boolean isPlain() {
      List<ClassDesc> given = new ArrayList<>(captured);
      given.addAll(actual.parameterList());
      List<ClassDesc> taken = taken();
      boolean plain = given.size() == taken.size();
      for (int i = 0; plain && i < given.size(); i++) {
        plain = isSameKind(given.get(i), taken.get(i));
      }
      for (int i = 0; plain && i < actual.parameterCount(); i++) {
        plain = isSameKind(method.parameterType(i), actual.parameterType(i));
      }
      ClassDesc result = method.returnType();
      return plain
          && (result.equals(ConstantDescs.CD_void)
              || isSameKind(body.invocationType().returnType(), result));
    }

    private static boolean isSameKind(ClassDesc one, ClassDesc other) {
      return one.equals(other) || (!one.isPrimitive() && !other.isPrimitive());
    }
  }

  private void replaceIn(String name, byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    ClassDesc self = model.thisClass().asSymbol();
    List<Lambda> found = new ArrayList<>();
    CodeTransform calls =
        (code, element) -> {
          Lambda lambda =
              element instanceof InvokeDynamicInstruction call
                  ? lambda(call, ClassDesc.of(dotted(name) + "$$Lambda$" + found.size()))
                  : null;
          if (lambda == null) {
            code.with(element);
          } else {
            code.invokestatic(lambda.type, MAKE, lambda.making());
            found.add(lambda);
          }
        };
    byte[] replaced =
        classFile.transformClass(model, ClassTransform.transformingMethodBodies(calls));
    classes.put(name, found.isEmpty() ? bytes : replaced);
    ClassDesc host =
        model
            .findAttribute(Attributes.nestHost())
            .map(NestHostAttribute::nestHost)
            .map(ClassEntry::asSymbol)
            .orElse(self);
    for (Lambda lambda : found) {
      classes.put(internal(lambda.type), written(lambda, host));
      nests.computeIfAbsent(internal(host), ignored -> new ArrayList<>()).add(lambda.type);
    }
  }

  /** Null for any other call, and for a lambda that stays. */
  private static Lambda lambda(InvokeDynamicInstruction call, ClassDesc type) {
    if (!call.bootstrapMethod().owner().equals(FACTORY)
        || !call.bootstrapMethod().methodName().equals("metafactory")) {
      return null;
    }
    List<ConstantDesc> args = call.bootstrapArgs();
    MethodTypeDesc place = call.typeSymbol();
    Lambda lambda =
        new Lambda(
            type,
            place.returnType(),
            call.name().stringValue(),
            (MethodTypeDesc) args.get(0),
            place.parameterList(),
            (DirectMethodHandleDesc) args.get(1),
            (MethodTypeDesc) args.get(2));
    return lambda.isPlain() ? lambda : null;
  }

  private byte[] written(Lambda lambda, ClassDesc host) {
    return classFile.build(
        lambda.type,
        builder -> {
          builder
              .withVersion(ClassFile.latestMajorVersion(), 0)
              .withFlags(ACC_FINAL | ACC_SYNTHETIC)
              .withInterfaceSymbols(lambda.face)
              .with(NestHostAttribute.of(host))
              .withMethodBody(
                  ConstantDescs.INIT_NAME,
                  MethodTypeDesc.of(ConstantDescs.CD_void, lambda.captured),
                  ACC_PRIVATE,
                  code -> keep(code, lambda))
              .withMethodBody(MAKE, lambda.making(), ACC_STATIC, code -> make(code, lambda))
              .withMethodBody(lambda.name, lambda.method, ACC_PUBLIC, code -> call(code, lambda));
          for (int i = 0; i < lambda.captured.size(); i++) {
            builder.withField(field(i), lambda.captured.get(i), ACC_PRIVATE | ACC_FINAL);
          }
          if (lambda.captured.isEmpty()) {
            builder
                .withField(ONLY, lambda.type, ACC_PRIVATE | ACC_STATIC | ACC_FINAL)
                .withMethodBody(
                    ConstantDescs.CLASS_INIT_NAME,
                    ConstantDescs.MTD_void,
                    ACC_STATIC,
                    code ->
                        code.new_(lambda.type)
                            .dup()
                            .invokespecial(
                                lambda.type, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                            .putstatic(lambda.type, ONLY, lambda.type)
                            .return_());
          }
        });
  }

  private static void keep(CodeBuilder code, Lambda lambda) {
    code.aload(0)
        .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
    for (int i = 0; i < lambda.captured.size(); i++) {
      ClassDesc type = lambda.captured.get(i);
      code.aload(0)
          .loadLocal(TypeKind.from(type), code.parameterSlot(i))
          .putfield(lambda.type, field(i), type);
    }
    code.return_();
  }

  private static void make(CodeBuilder code, Lambda lambda) {
    if (lambda.captured.isEmpty()) {
      code.getstatic(lambda.type, ONLY, lambda.type).areturn();
      return;
    }
    code.new_(lambda.type).dup();
    for (int i = 0; i < lambda.captured.size(); i++) {
      code.loadLocal(TypeKind.from(lambda.captured.get(i)), code.parameterSlot(i));
    }
    code.invokespecial(
            lambda.type,
            ConstantDescs.INIT_NAME,
            MethodTypeDesc.of(ConstantDescs.CD_void, lambda.captured))
        .areturn();
  }

  private static void call(CodeBuilder code, Lambda lambda) {
    DirectMethodHandleDesc body = lambda.body;
    ClassDesc owner = body.owner();
    boolean makes = body.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR;
    if (makes) {
      code.new_(owner).dup();
    }
    List<ClassDesc> taken = lambda.taken();
    int captured = lambda.captured.size();
    for (int i = 0; i < captured; i++) {
      code.aload(0).getfield(lambda.type, field(i), lambda.captured.get(i));
    }
    for (int i = 0; i < lambda.method.parameterCount(); i++) {
      ClassDesc type = taken.get(captured + i);
      code.loadLocal(TypeKind.from(type), code.parameterSlot(i));
      if (!type.isPrimitive() && !type.equals(lambda.method.parameterType(i))) {
        code.checkcast(type);
      }
    }
    String name = body.methodName();
    MethodTypeDesc type = MethodTypeDesc.ofDescriptor(body.lookupDescriptor());
    switch (body.kind()) {
      case STATIC -> code.invokestatic(owner, name, type);
      case INTERFACE_STATIC -> code.invokestatic(owner, name, type, true);
      case VIRTUAL, SPECIAL -> code.invokevirtual(owner, name, type);
      case INTERFACE_VIRTUAL, INTERFACE_SPECIAL -> code.invokeinterface(owner, name, type);
      case CONSTRUCTOR -> code.invokespecial(owner, ConstantDescs.INIT_NAME, type);
      case GETTER, SETTER, STATIC_GETTER, STATIC_SETTER ->
          throw new IllegalStateException("no lambda is a field: " + body);
    }
    ClassDesc wanted = lambda.method.returnType();
    ClassDesc result = makes ? owner : type.returnType();
    if (wanted.equals(ConstantDescs.CD_void) && !result.equals(ConstantDescs.CD_void)) {
      if (TypeKind.from(result).slotSize() == 2) {
        code.pop2();
      } else {
        code.pop();
      }
    } else if (!wanted.isPrimitive() && !wanted.equals(ConstantDescs.CD_Object)) {
      code.checkcast(wanted);
    }
    code.return_(TypeKind.from(wanted));
  }

  /** The nest knows its new members: what is private in it is theirs as well. */
  private void grow(String host, List<ClassDesc> members) {
    ClassModel model = classFile.parse(classes.get(host));
    List<ClassDesc> all = new ArrayList<>();
    model
        .findAttribute(Attributes.nestMembers())
        .ifPresent(nest -> nest.nestMembers().forEach(member -> all.add(member.asSymbol())));
    all.addAll(members);
    ClassTransform others =
        ClassTransform.dropping(element -> element instanceof NestMembersAttribute);
    classes.put(
        host,
        classFile.transformClass(
            model,
            others.andThen(
                ClassTransform.endHandler(
                    builder -> builder.with(NestMembersAttribute.ofSymbols(all))))));
  }

  private static String field(int index) {
    return "captured" + index;
  }

  private static String dotted(String name) {
    return name.replace('/', '.');
  }

  private static String internal(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1);
  }
}
