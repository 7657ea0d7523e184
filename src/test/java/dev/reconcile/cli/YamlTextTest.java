package dev.reconcile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Bool;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

final class YamlTextTest {
  @Test
  void listsAndMapsAreBlocks() {
    Dict mount = Dict.EMPTY.with("target", new Text("/data")).with("readOnly", new Bool(true));
    Dict value =
        Dict.EMPTY
            .with("args", new Seq(List.of(new Text("/bin/sleep"), new Text("1000"))))
            .with("empty", Dict.EMPTY)
            .with("limits", Dict.EMPTY.with("memory.max", new Text("256Mi")))
            .with("mounts", new Seq(List.of(mount)))
            .with("none", new Seq(List.of()))
            .with("pid", new Num(7));

    assertEquals(
        """
        args:
          - /bin/sleep
          - "1000"
        empty: {}
        limits:
          memory.max: 256Mi
        mounts:
          - readOnly: true
            target: /data
        none: []
        pid: 7
        """,
        YamlText.of(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "Yes",
        "~",
        "null",
        "0755",
        "0x1f",
        "1_000",
        "22:22",
        "2024-01-01",
        "1e3",
        ".5",
        "-",
        "- a",
        "a: b",
        "a #b",
        "#",
        "*x",
        "&x",
        "!x",
        "%x",
        "@x",
        "`x",
        "{a}",
        "[a]",
        "a\"b",
        "a\\b",
        "line\nline\t",
        "\u0001",
        "256Mi",
        "10s",
        "3m",
        "1h",
        "a,b",
        "ümlaut",
        "<<",
        "="
      })
  void textStaysText(String text) {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    Value value = new Seq(List.of(new Text(text)));

    assertEquals(List.of(text), yaml.<Object>load(YamlText.of(value)));
  }
}
