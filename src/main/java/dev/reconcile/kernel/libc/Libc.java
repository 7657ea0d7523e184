package dev.reconcile.kernel.libc;

import java.nio.charset.StandardCharsets;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Binds the C library and keeps what every caller needs: the error number and native memory. */
public final class Libc {
  private static final String PROVIDER = "jnr.ffi.provider";
  private static final Platform PLATFORM;

  static {
    // Without generated stubs a call takes ten times as long and binding half: we make few calls.
    // Read once by JNR.
    if (System.getProperty("jnr.ffi.asm.enabled") == null) {
      System.setProperty("jnr.ffi.asm.enabled", "false");
    }
    PLATFORM = platform();
  }

  /**
   * A provider may bring a platform of its own: a class that JNR looks for by the provider's name,
   * in every jar of the class path, when none is named. For that of a class of java.base it looks
   * in that module alone.
   */
  private static Platform platform() {
    String provider = System.getProperty(PROVIDER);
    if (provider != null) {
      return Platform.getNativePlatform();
    }
    System.setProperty(PROVIDER, Object.class.getName());
    try {
      return Platform.getNativePlatform();
    } finally {
      System.clearProperty(PROVIDER);
    }
  }

  private Libc() {}

  /** Binds every function of {@code functions} in the C library of this process. */
  public static <T> T bind(Class<T> functions) {
    return LibraryLoader.create(functions)
        .failImmediately()
        .load(PLATFORM.getStandardCLibraryName());
  }

  /** errno of this thread's last call. */
  public static int errno() {
    return Runtime.getSystemRuntime().getLastError();
  }

  /** Zeroed native memory, freed when it is no longer reachable. */
  public static Pointer memory(int bytes) {
    return Runtime.getSystemRuntime().getMemoryManager().allocateDirect(bytes, true);
  }

  /** A native {@code char *}. */
  public static Pointer string(String string) {
    byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
    Pointer text = memory(bytes.length + 1);
    text.put(0, bytes, 0, bytes.length);
    return text;
  }

  /**
   * A native {@code char **} that ends with a null pointer; {@code keep} holds its strings alive.
   */
  public static Pointer strings(Iterable<String> strings, java.util.List<Pointer> keep) {
    for (String string : strings) {
      keep.add(string(string));
    }
    Pointer array = memory((keep.size() + 1) * Long.BYTES);
    for (int i = 0; i < keep.size(); i++) {
      array.putPointer((long) i * Long.BYTES, keep.get(i));
    }
    return array;
  }
}
