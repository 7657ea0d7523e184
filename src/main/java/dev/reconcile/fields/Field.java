package dev.reconcile.fields;

import dev.reconcile.model.Kind;
import dev.reconcile.model.Mutability;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the field table.
 *
 * @param kind of the object that has it
 * @param path below {@code spec}: {@code process.args}; {@code []} for items, {@code *} for free
 *     keys: {@code mounts[].target}, {@code process.env.*}
 * @param place as the manifest has it: {@code spec.process.args}
 * @param key its name in the section that it stands in: {@code target} of {@code mounts[].target}
 * @param type what a value must look like and its canonical form
 * @param defaultText filled in when absent; null when absence means something of its own
 * @param required must be given
 * @param mutability what changing it costs
 * @param supported false: in the contract, rejected as 'not supported yet'
 * @param mergeKey for lists of maps: the key that identifies an item, in patches and diffs; null:
 *     by position
 * @param secret never shown
 * @param doc one sentence for people
 * @param kernelFiles what it is on the kernel, for {@code explain}
 */
public record Field(
    Kind kind,
    String path,
    String place,
    String key,
    FieldType type,
    @Nullable String defaultText,
    boolean required,
    Mutability mutability,
    boolean supported,
    @Nullable String mergeKey,
    boolean secret,
    String doc,
    List<String> kernelFiles) {
  public Field {
    kernelFiles = List.copyOf(kernelFiles);
  }
}
