package io.shangda.hub.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The text an event's hash is made of: one JSON object, keys in the order written, no white space,
 * UTF-8. It is stored as it is, so that a verifier hashes what it reads and needs to know nothing
 * of how it was made.
 */
final class CanonicalText implements Closeable {
  private static final JsonFactory JSON = new JsonFactory();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
  private final JsonGenerator json;
  private Instant lastAt = Instant.MIN;
  private String lastText = "";

  CanonicalText() {
    try {
      json = JSON.createGenerator(out).setRootValueSeparator(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] write(long id, long leaf, Instant at, AuditLog.Event event) {
    out.reset();
    try {
      json.writeStartObject();
      json.writeNumberField("id", id);
      json.writeNumberField("leaf", leaf);
      json.writeStringField("at", text(at));
      json.writeStringField("event", event.event());
      if (event.record() != null) {
        json.writeNumberField("record", event.record());
      }
      text(json, "source", event.source());
      text(json, "target", event.target());
      json.writeStringField("actor", event.actor().name());
      text(json, "reason", event.actor().reason());
      for (Map.Entry<String, Object> entry : event.detail().entrySet()) {
        json.writeFieldName(entry.getKey());
        value(json, entry.getValue());
      }
      json.writeEndObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** All events of a transaction have one time. */
  private String text(Instant at) {
    if (!at.equals(lastAt)) {
      lastAt = at;
      lastText = at.toString();
    }
    return lastText;
  }

  @Override
  public void close() {
    try {
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void text(JsonGenerator json, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Long || value instanceof Integer) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof List<?> many) {
      json.writeStartArray();
      for (Object one : many) {
        value(json, one);
      }
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }
}
