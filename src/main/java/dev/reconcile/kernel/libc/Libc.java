package dev.reconcile.kernel.libc;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Binds the C library and keeps what every caller needs: the error number and native memory. */
public final class Libc {
  static {
    // Without generated stubs a call takes ten times as long and binding half: we make few calls.
    // Read once by JNR.
    if (System.getProperty("jnr.ffi.asm.enabled") == null) {
      System.setProperty("jnr.ffi.asm.enabled", "false");
    }
  }

  private Libc() {}

  /** Binds every function of {@code functions} in the C library of this process. */
  public static <T> T bind(Class<T> functions) {
    return LibraryLoader.create(functions).failImmediately().load("c");
  }

  /** errno of this thread's last call. */
  public static int errno() {
    return Runtime.getSystemRuntime().getLastError();
  }

  /** Zeroed native memory, freed when it is no longer reachable. */
  public static Pointer memory(int bytes) {
    return Runtime.getSystemRuntime().getMemoryManager().allocateDirect(bytes, true);
  }

  /**
   * A native {@code char **} that ends with a null pointer; {@code keep} holds its strings alive.
   */
  public static Pointer strings(Iterable<String> strings, java.util.List<Pointer> keep) {
    for (String string : strings) {
      byte[] bytes = string.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      Pointer text = memory(bytes.length + 1);
      text.put(0, bytes, 0, bytes.length);
      keep.add(text);
    }
    Pointer array = memory((keep.size() + 1) * Long.BYTES);
    for (int i = 0; i < keep.size(); i++) {
      array.putPointer((long) i * Long.BYTES, keep.get(i));
    }
    return array;
  }
}
