package io.shangda.hub.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.shangda.hub.config.ConfigFiles;
import io.shangda.hub.config.ConfigMistake;
import java.util.List;

/** Finds the mistakes of the JSON Schemas of a configuration. */
final class SchemaCheck {
  private static final String SUFFIX = ".json";

  private final ConfigFiles files;
  private final Schemas schemas;
  private final List<ConfigMistake> mistakes;

  SchemaCheck(ConfigFiles files, List<ConfigMistake> mistakes) {
    this.files = files;
    this.schemas = new Schemas(files);
    this.mistakes = mistakes;
  }

  void check() {
    JsonSchema meta = schemas.metaSchema();
    for (String path : files.below("schemas").keySet()) {
      if (path.endsWith(SUFFIX)) {
        check(path.substring(Schemas.FOLDER.length()), "config/" + path, meta);
      }
    }
  }

  private void check(String path, String file, JsonSchema meta) {
    JsonNode document;
    try {
      document = schemas.document(path);
    } catch (IllegalArgumentException e) {
      int line =
          e.getCause() instanceof JsonProcessingException json && json.getLocation() != null
              ? json.getLocation().getLineNr()
              : 0;
      mistakes.add(new ConfigMistake(file, line, "", "a text that is no JSON", "a JSON Schema"));
      return;
    }
    int before = mistakes.size();
    for (ValidationMessage message : meta.validate(document)) {
      String key = message.getInstanceLocation().toString();
      String found = String.valueOf(message.getInstanceNode());
      mistakes.add(
          new ConfigMistake(
              file, 0, key, found, message.getType() + " " + message.getSchemaNode()));
    }
    if (mistakes.size() == before) {
      compile(path, file);
    }
  }

  private void compile(String path, String file) {
    try {
      schemas.get(path);
    } catch (IllegalArgumentException e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      mistakes.add(
          new ConfigMistake(
              file, 0, "", String.valueOf(root.getMessage()), "a schema of JSON Schema 2020-12"));
    }
  }
}
