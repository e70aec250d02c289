package io.shangda.hub.operate.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.shangda.hub.record.ForeignText;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * What a body may hold, whichever resource reads it: no depth that exhausts the stack, no name
 * twice, and no text that the database cannot store (NUL, half a surrogate pair), so that it is
 * refused as a bad body and not found out by an SQL error.
 */
@Singleton
public class BodyRules implements ObjectMapperCustomizer {
  private static final int DEEPEST = 32;
  private static final int LONGEST_NUMBER = 50;
  private static final int LONGEST_NAME = 200;

  @Override
  public void customize(ObjectMapper mapper) {
    JsonFactory factory = mapper.getFactory();
    factory.setStreamReadConstraints(
        StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxNumberLength(LONGEST_NUMBER)
            .maxNameLength(LONGEST_NAME)
            .build());
    factory.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION); // which of the two was meant?
    mapper.registerModule(
        new SimpleModule("storable text").addDeserializer(String.class, new StorableText()));
  }

  private static final class StorableText extends StringDeserializer {
    private static final long serialVersionUID = 1L;

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = super.deserialize(parser, context);
      if (text != null && !ForeignText.isStorable(text)) {
        throw JsonMappingException.from(parser, "A text has a NUL or half a surrogate pair");
      }
      return text;
    }
  }
}
