package dev.reconcile.cli;

import dev.reconcile.service.ServiceMain;
import dev.reconcile.service.ServiceOptions;
import dev.reconcile.service.ServiceOptions.Mode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reconcile service --config PATH}: keeps every Sync true. */
final class ServiceVerb implements Verb {
  private static final int MOST_PORT = 65_535;

  @Override
  public void declare(CommandSpec spec) {
    Options.value(spec, "--config", "PATH", "A file or a directory of Sync manifests.");
    Options.value(spec, "--listen", "HOST:PORT", "Status and metrics over HTTP on loopback.");
    Options.flag(spec, "--once", "One pass of every Sync, then ends.");
    Options.flag(spec, "--restore", "What was applied last, without a source; then ends.");
  }

  @Override
  public int failure() {
    return ExitCode.REFUSED;
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException, InterruptedException {
    call.format(Format.TEXT);
    if (call.flag("--once") && call.flag("--restore")) {
      throw new RefusedException("--once and --restore exclude each other");
    }
    Mode mode =
        call.flag("--restore") ? Mode.RESTORE : call.flag("--once") ? Mode.ONCE : Mode.FOREVER;
    String config = call.text("--config");
    if (config == null && mode != Mode.RESTORE) {
      throw new RefusedException("--config PATH is missing; name a file or directory of Syncs");
    }
    call.needsRoot("it makes namespaces, mounts and cgroups");
    return ServiceMain.run(
        new ServiceOptions(
            config == null ? null : Path.of(config).toAbsolutePath(),
            call.settings().environment(),
            address(call.text("--listen")),
            mode));
  }

  /** {@code 127.0.0.1:9753} or {@code [::1]:9753}. */
  static @Nullable InetSocketAddress address(@Nullable String text) throws RefusedException {
    if (text == null) {
      return null;
    }
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon <= 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MOST_PORT) {
      throw new RefusedException(
          "--listen: expected HOST:PORT such as 127.0.0.1:9753, not '" + text + "'");
    }
    String host = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
    return new InetSocketAddress(host, Integer.parseInt(port));
  }
}
