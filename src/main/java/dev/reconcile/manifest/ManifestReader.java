package dev.reconcile.manifest;

import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Value.Dict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Documents to desired state, or all that is wrong with all of them. Pure: no kernel, no file, no
 * clock. {@code render.Renderer} is the way here from files.
 */
public final class ManifestReader {
  private final List<Diagnostic> errors;
  private final List<Diagnostic> warnings = new ArrayList<>();
  private final Map<ResourceId, ParsedObject> objects = new LinkedHashMap<>();

  private ManifestReader(List<Diagnostic> errors) {
    this.errors = errors;
  }

  /** Reads everything; the errors of reading the YAML are among those of the result. */
  public static ParseResult read(YamlDocuments input) {
    ManifestReader reader = new ManifestReader(new ArrayList<>(input.errors()));
    ManyDocuments.map(input.documents(), ManifestReader::object).forEach(reader::add);
    References.check(reader.objects, reader.errors, reader.warnings);
    SortedMap<ResourceId, Resource> resources = new TreeMap<>();
    Map<ResourceId, ObjectContext> contexts = new LinkedHashMap<>();
    for (ParsedObject object : reader.objects.values()) {
      contexts.put(object.id(), object.context());
      if (object.valid()) {
        resources.put(object.id(), object.resource());
      }
    }
    return new ParseResult(
        new DesiredState(resources),
        reader.errors,
        reader.warnings,
        input.documents().size() + input.broken(),
        new Places(contexts));
  }

  /**
   * Reads apiVersion, kind and name alone; whatever else is wrong does not matter to a deletion.
   */
  public static Identities readIdentities(YamlDocuments input) {
    List<Diagnostic> errors = new ArrayList<>(input.errors());
    List<ResourceId> ids = new ArrayList<>();
    for (Document document : input.documents()) {
      Envelope envelope = Envelope.of(document, errors);
      ResourceId id = envelope == null ? null : envelope.id();
      if (id != null) {
        ids.add(id);
      }
    }
    return new Identities(ids, errors, input.documents().size() + input.broken());
  }

  /**
   * What one document holds.
   *
   * @param object null when there is none that could be told from others
   * @param errors of this document alone, to which its context adds
   */
  private record Found(@Nullable ParsedObject object, List<Diagnostic> errors) {}

  private static Found object(Document document) {
    List<Diagnostic> errors = new ArrayList<>();
    Envelope envelope = Envelope.of(document, errors);
    if (envelope == null) {
      return new Found(null, errors);
    }
    Metadata metadata = envelope.metadata();
    Node node = envelope.spec();
    Kind kind = envelope.kind();
    Dict spec = kind == null || node == null ? null : spec(kind, envelope.context(), node);
    ResourceId id = envelope.id();
    ParsedObject object =
        id == null || spec == null
            ? null
            : new ParsedObject(
                id, metadata, document.source(), spec, envelope.context(), errors.isEmpty());
    return new Found(object, errors);
  }

  private static @Nullable Dict spec(Kind kind, ObjectContext context, Node node) {
    Dict spec = new SpecDecoder(kind, context).decode(node);
    switch (kind) {
      case ROOTFS -> RootfsChecks.check(spec, "spec", context);
      case CGROUP_HIERARCHY -> HierarchyChecks.check(spec, context);
      case CGROUP -> CgroupChecks.check(spec, context);
      case CONTAINER -> ContainerChecks.check(spec, context);
      case SYNC -> SyncChecks.check(spec, context);
      case NAMESPACE, NETWORK, SECRET ->
          throw new IllegalStateException("the envelope lets no " + kind + " through");
    }
    return spec;
  }

  private void add(Found found) {
    ParsedObject object = found.object;
    ParsedObject first = object == null ? null : objects.putIfAbsent(object.id(), object);
    if (object != null && first != null) {
      object
          .context()
          .error(
              "",
              "duplicate object, first at " + first.source() + "; rename or remove one of them");
    }
    errors.addAll(found.errors);
  }
}
