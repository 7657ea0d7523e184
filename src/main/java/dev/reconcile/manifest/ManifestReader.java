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

  /** Reads everything; the errors of reading the YAML come before those of its meaning. */
  public static ParseResult read(YamlDocuments input) {
    return read(input, () -> {});
  }

  /**
   * As {@link #read(YamlDocuments)}.
   *
   * @param meanwhile begins something else on another thread; called once, as soon as reading can
   *     spare a processor
   */
  public static ParseResult read(YamlDocuments input, Runnable meanwhile) {
    ManifestReader reader = new ManifestReader(new ArrayList<>(input.errors()));
    List<Found> all = ManyDocuments.map(input.texts(), ManifestReader::found, meanwhile);
    int documents = input.broken();
    for (Found found : all) {
      documents += found.documents;
      reader.errors.addAll(found.notYaml);
    }
    all.forEach(reader::add);
    References.check(reader.objects, reader.errors, reader.warnings);
    SortedMap<ResourceId, Resource> resources = new TreeMap<>();
    Map<ResourceId, ObjectContext> contexts = new LinkedHashMap<>();
    for (ParsedObject object : reader.objects.values()) {
      contexts.put(object.id(), object.context());
      if (object.resource() != null) {
        resources.put(object.id(), object.resource());
      }
    }
    return new ParseResult(
        new DesiredState(resources),
        reader.errors,
        reader.warnings,
        documents,
        new Places(contexts));
  }

  /**
   * Reads apiVersion, kind and name alone; whatever else is wrong does not matter to a deletion.
   *
   * @param meanwhile as of {@link #read(YamlDocuments, Runnable)}
   */
  public static Identities readIdentities(YamlDocuments input, Runnable meanwhile) {
    List<Diagnostic> notYaml = new ArrayList<>(input.errors());
    List<Diagnostic> errors = new ArrayList<>();
    List<ResourceId> ids = new ArrayList<>();
    int documents = input.broken();
    for (Named named : ManyDocuments.map(input.texts(), ManifestReader::named, meanwhile)) {
      documents += named.documents;
      notYaml.addAll(named.notYaml);
      errors.addAll(named.errors);
      if (named.id != null) {
        ids.add(named.id);
      }
    }
    notYaml.addAll(errors);
    return new Identities(ids, notYaml, documents);
  }

  /**
   * Whom one document is about.
   *
   * @param id null when it does not say so
   */
  private record Named(
      @Nullable ResourceId id, int documents, List<Diagnostic> notYaml, List<Diagnostic> errors) {}

  private static Named named(DocumentText text) {
    DocumentReader.Result read = DocumentReader.read(text);
    List<Diagnostic> errors = new ArrayList<>();
    Document document = read.document();
    Envelope envelope = document == null ? null : Envelope.of(document, errors);
    ResourceId id = envelope == null ? null : envelope.id();
    return new Named(id, read.documents(), read.errors(), errors);
  }

  /**
   * What one document holds.
   *
   * @param object null when there is none that could be told from others
   * @param documents how many documents it is: none when it is empty
   * @param notYaml what is wrong with it as YAML
   * @param errors of this document alone, to which its context adds
   */
  private record Found(
      @Nullable ParsedObject object,
      int documents,
      List<Diagnostic> notYaml,
      List<Diagnostic> errors) {}

  private static Found found(DocumentText text) {
    DocumentReader.Result read = DocumentReader.read(text);
    List<Diagnostic> errors = new ArrayList<>();
    Document document = read.document();
    ParsedObject object = document == null ? null : object(document, errors);
    return new Found(object, read.documents(), read.errors(), errors);
  }

  private static @Nullable ParsedObject object(Document document, List<Diagnostic> errors) {
    Envelope envelope = Envelope.of(document, errors);
    if (envelope == null) {
      return null;
    }
    Metadata metadata = envelope.metadata();
    Node node = envelope.spec();
    Kind kind = envelope.kind();
    Dict spec = kind == null || node == null ? null : spec(kind, envelope.context(), node);
    ResourceId id = envelope.id();
    return id == null || spec == null
        ? null
        : ParsedObject.of(
            id, metadata, document.source(), spec, envelope.context(), errors.isEmpty());
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
