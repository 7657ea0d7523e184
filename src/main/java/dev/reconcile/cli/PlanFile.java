package dev.reconcile.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.reconcile.engine.SavedPlan;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Bool;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A saved plan: what it was made from, so that {@code apply --plan} makes it again and refuses when
 * another one comes of it. The steps themselves are not trusted from a file.
 *
 * <pre>
 * {"bootId": "…", "files": ["/srv/web.yaml"], "recursive": false, "serial": 7, "steps": "sha256:…", "version": 1}
 * </pre>
 *
 * @param files absolute paths of the input; none for standard input
 * @param recursive whether directories were read with all that is below them
 */
record PlanFile(SavedPlan fingerprint, List<String> files, boolean recursive) {
  private static final String VERSION = "1";

  PlanFile {
    files = List.copyOf(files);
  }

  /** For the input that a command line names. */
  static PlanFile of(Invocation call, SavedPlan fingerprint) {
    List<String> files = new ArrayList<>();
    for (String file : call.texts("-f")) {
      if (!file.equals("-")) {
        files.add(Path.of(file).toAbsolutePath().normalize().toString());
      }
    }
    return new PlanFile(fingerprint, files, call.flag("-R"));
  }

  /** Writes it, readable for its owner alone. */
  void write(Path file) throws IOException {
    List<Value> paths = new ArrayList<>();
    for (String path : files) {
      paths.add(new Text(path));
    }
    Dict plan =
        Dict.EMPTY
            .with("version", new Text(VERSION))
            .with("serial", new Num(fingerprint.serial()))
            .with("bootId", new Text(fingerprint.bootId()))
            .with("steps", new Text(fingerprint.stepsDigest()))
            .with("files", new Seq(paths))
            .with("recursive", new Bool(recursive));
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file, DataWriter.json(plan) + "\n", StandardCharsets.UTF_8, StandardOpenOption.WRITE);
  }

  /** Reads what {@link #write} wrote. */
  static PlanFile read(Path file) throws RefusedException, IOException {
    Map<String, String> scalars = new HashMap<>();
    List<String> files = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(file))) {
      String key = "";
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          key = json.currentName();
        } else if (token.isScalarValue() && key.equals("files")) {
          files.add(json.getText());
        } else if (token.isScalarValue()) {
          scalars.put(key, json.getText());
        }
      }
    } catch (JsonProcessingException e) {
      throw new RefusedException(file + ": not a saved plan: " + e.getOriginalMessage());
    }
    if (!VERSION.equals(scalars.get("version"))) {
      throw new RefusedException(
          file + ": not a plan that this version saved; plan again with --out");
    }
    SavedPlan fingerprint =
        new SavedPlan(
            serial(file, scalars),
            scalars.getOrDefault("bootId", ""),
            scalars.getOrDefault("steps", ""));
    return new PlanFile(fingerprint, files, Boolean.parseBoolean(scalars.get("recursive")));
  }

  private static long serial(Path file, Map<String, String> scalars) throws RefusedException {
    try {
      return Long.parseLong(scalars.getOrDefault("serial", ""));
    } catch (NumberFormatException e) {
      throw new RefusedException(file + ": not a saved plan: no serial; plan again with --out");
    }
  }
}
