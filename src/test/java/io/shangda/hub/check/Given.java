package io.shangda.hub.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.RuleSet.Rule;
import io.shangda.hub.record.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the tests of this package begin with. */
final class Given {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Given() {}

  static ConfigFiles config() {
    TreeMap<String, byte[]> files = new TreeMap<>();
    files.put("schemas/record.schema.json", resource("/check/record.schema.json"));
    files.put("schemas/common/types.schema.json", resource("/check/types.schema.json"));
    return new ConfigFiles(files);
  }

  static ConfigFiles config(String path, String text) {
    TreeMap<String, byte[]> files = new TreeMap<>(config().byPath());
    files.put(path, text.getBytes(StandardCharsets.UTF_8));
    return new ConfigFiles(files);
  }

  static ObjectNode record() {
    return json(
        """
        {"project_no": "1133088100263101710001", "applyer_name": "某公司",
         "accept_date": "2018-03-30T00:00:00"}
        """);
  }

  static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Rule rule(String id, Severity severity, @Nullable String when, String check) {
    return new Rule(id, severity, when, check, "/accept_date", "错", "wrong", "", null, null, null);
  }

  static Rule inForce(Rule rule, @Nullable LocalDate from, @Nullable LocalDate to) {
    return new Rule(
        rule.id(),
        rule.severity(),
        rule.when(),
        rule.check(),
        rule.field(),
        rule.zh(),
        rule.en(),
        rule.basis(),
        from,
        to,
        rule.field());
  }

  static byte[] resource(String path) {
    try (InputStream in = Given.class.getResourceAsStream(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
