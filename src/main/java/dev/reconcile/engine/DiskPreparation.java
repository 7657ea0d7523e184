package dev.reconcile.engine;

import dev.reconcile.diff.Refusal;
import dev.reconcile.layers.LayerStore;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Archives become digests, {@code source:} files become content, right in the specs. From then on a
 * changed file on disk is a changed manifest, and the pure rooms see both alike.
 */
final class DiskPreparation implements Preparation {
  private static final Path PASSWD = Path.of("/etc/passwd");

  private final LayerStore layers;
  private final Path stateDir;

  DiskPreparation(LayerStore layers, Path stateDir) {
    this.layers = layers;
    this.stateDir = stateDir;
  }

  @Override
  public Prepared prepare(DesiredState desired, boolean extract) {
    SortedMap<ResourceId, Resource> resources = new TreeMap<>();
    List<Refusal> refusals = new ArrayList<>();
    for (Resource resource : desired.resources().values()) {
      resources.put(resource.id(), prepare(resource, extract, refusals));
    }
    return new Prepared(new DesiredState(resources), refusals);
  }

  @Override
  public boolean isComplete(DesiredState prepared) {
    Set<String> used = new HashSet<>();
    for (Resource resource : prepared.resources().values()) {
      digests(rootfs(resource), used);
    }
    return used.stream().allMatch(layers::has);
  }

  @Override
  public void collect(Inventory inventory) throws IOException {
    Set<String> used = new HashSet<>();
    for (Inventory.Entry entry : inventory.entries().values()) {
      for (Resource resource : entry.versions()) {
        digests(rootfs(resource), used);
      }
    }
    layers.collect(used);
  }

  private static Dict rootfs(Resource resource) {
    return switch (resource.kind()) {
      case ROOTFS -> resource.spec();
      case CONTAINER -> resource.spec().dict("rootfs");
      case CGROUP_HIERARCHY, CGROUP, NAMESPACE, NETWORK, SECRET, SYNC -> Dict.EMPTY;
    };
  }

  private static void digests(Dict rootfs, Set<String> into) {
    for (Value item : rootfs.items("layers")) {
      String digest = item instanceof Dict layer ? layer.text("digest") : null;
      if (digest != null) {
        into.add(digest);
      }
    }
  }

  private Resource prepare(Resource resource, boolean extract, List<Refusal> refusals) {
    Dict spec = resource.spec();
    Dict prepared = spec;
    if (resource.kind() == Kind.ROOTFS) {
      prepared = rootfs(resource, "", spec, extract, refusals);
    } else if (resource.kind() == Kind.CONTAINER && spec.at("rootfs") instanceof Dict inline) {
      prepared = spec.with("rootfs", rootfs(resource, "rootfs.", inline, extract, refusals));
    } else if (resource instanceof Cgroup cgroup) {
      prepared = users(cgroup, refusals);
    }
    return prepared == spec
        ? resource
        : Resource.of(resource.kind(), resource.metadata(), resource.source(), prepared);
  }

  /** Names become UIDs: slices are named after these, and processes have them. */
  private static Dict users(Cgroup cgroup, List<Refusal> refusals) {
    Dict spec = cgroup.spec();
    String user = cgroup.user();
    if (user != null) {
      spec = spec.with("user", new Text(uid(cgroup, "user", user, refusals)));
    }
    List<String> named = cgroup.processes().users();
    if (named.isEmpty() || named.stream().allMatch(name -> Character.isDigit(name.charAt(0)))) {
      return spec;
    }
    List<Value> uids = new ArrayList<>();
    for (String name : named) {
      uids.add(new Text(uid(cgroup, "processes.users", name, refusals)));
    }
    return spec.with("processes", spec.dict("processes").with("users", new Seq(uids)));
  }

  private static String uid(Cgroup cgroup, String field, String name, List<Refusal> refusals) {
    if (Character.isDigit(name.charAt(0))) {
      return name;
    }
    try {
      String uid = PasswordFile.uid(PASSWD, name);
      if (uid != null) {
        return uid;
      }
      refuse(refusals, cgroup, field, PASSWD + " has no user " + name + "; add it, or give a UID");
    } catch (IOException e) {
      String cause = String.valueOf(e.getMessage());
      refuse(refusals, cgroup, field, "failed to read " + PASSWD + ": " + cause + "; give a UID");
    }
    return name;
  }

  private Dict rootfs(
      Resource resource, String prefix, Dict rootfs, boolean extract, List<Refusal> refusals) {
    Dict prepared = rootfs;
    List<Value> layerItems = rootfs.items("layers");
    if (!layerItems.isEmpty()) {
      List<Value> items = new ArrayList<>();
      for (int i = 0; i < layerItems.size(); i++) {
        items.add(
            layer(resource, prefix + "layers[" + i + "]", layerItems.get(i), extract, refusals));
      }
      prepared = prepared.with("layers", new Seq(items));
    }
    List<Value> files = rootfs.items("initLayer.files");
    if (!files.isEmpty()) {
      List<Value> items = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        items.add(file(resource, prefix + "initLayer.files[" + i + "]", files.get(i), refusals));
      }
      prepared = prepared.with("initLayer", rootfs.dict("initLayer").with("files", new Seq(items)));
    }
    return prepared;
  }

  private Value layer(
      Resource resource, String path, Value item, boolean extract, List<Refusal> refusals) {
    if (!(item instanceof Dict layer)) {
      return item;
    }
    String directory = layer.text("directory");
    if (directory != null && !Files.isDirectory(Path.of(directory))) {
      refuse(
          refusals,
          resource,
          path + ".directory",
          directory + " is not a directory; make it, or name another");
    }
    String archive = layer.text("archive");
    if (archive == null) {
      return layer;
    }
    Path file = Path.of(archive);
    String recorded = layer.text("digest");
    if (recorded != null && !Files.exists(file) && layers.has(recorded)) {
      // What was applied last is being made true again; its archive is no longer needed.
      return layer;
    }
    try {
      String digest = extract ? layers.ensure(file) : layers.digest(file);
      String wanted = layer.text("digest");
      if (wanted != null && !wanted.equals(digest)) {
        refuse(
            refusals,
            resource,
            path + ".digest",
            archive
                + " has digest "
                + digest
                + ", not "
                + wanted
                + "; fetch it again, or correct the digest");
      }
      return layer.with("digest", new Text(digest)).with("archive", new Text(stable(file)));
    } catch (NoSuchFileException e) {
      refuse(
          refusals,
          resource,
          path + ".archive",
          "there is no file " + archive + "; paths are relative to the manifest");
    } catch (IOException e) {
      refuse(refusals, resource, path + ".archive", message(e));
    }
    return layer;
  }

  /**
   * A Git checkout lies in a directory of its own for each commit. An archive that stays the same
   * must not look like another one because of that.
   */
  private String stable(Path file) {
    Path checkouts = stateDir.resolve("sync");
    if (!file.startsWith(checkouts) || file.getNameCount() < checkouts.getNameCount() + 3) {
      return file.toString();
    }
    return "./" + file.subpath(checkouts.getNameCount() + 2, file.getNameCount());
  }

  private static Value file(Resource resource, String path, Value item, List<Refusal> refusals) {
    String source = item instanceof Dict file ? file.text("source") : null;
    if (!(item instanceof Dict file) || source == null) {
      return item;
    }
    try {
      byte[] bytes = Files.readAllBytes(Path.of(source));
      String content =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      SortedMap<String, Value> entries = new TreeMap<>(file.entries());
      entries.remove("source");
      entries.put("content", new Text(content));
      return new Dict(entries);
    } catch (CharacterCodingException e) {
      refuse(
          refusals,
          resource,
          path + ".source",
          source + " is not UTF-8 text; put it in a layer, or bind mount it");
    } catch (NoSuchFileException e) {
      refuse(
          refusals,
          resource,
          path + ".source",
          "there is no file " + source + "; paths are relative to the manifest");
    } catch (IOException e) {
      refuse(refusals, resource, path + ".source", message(e));
    }
    return file;
  }

  private static String message(IOException e) {
    @Nullable String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  private static void refuse(
      List<Refusal> refusals, Resource resource, String path, String message) {
    refusals.add(new Refusal(resource.id(), resource.source(), "spec." + path, message));
  }
}
