package dev.reconcile.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that needs root on a real kernel: {@code *KernelTest} drives a room, {@code
 * *E2eTest} the packaged program. Runs after packaging; skipped, with its reason, for anybody else.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("kernel")
@ExtendWith(RootCondition.class)
public @interface RealKernel {}
