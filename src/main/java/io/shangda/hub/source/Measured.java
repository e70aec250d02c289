package io.shangda.hub.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/**
 * Reads trees no longer than they may be. A limit that looks at a tree when it is there comes too
 * late: thirty megabytes of empty brackets become a gigabyte of nodes.
 */
final class Measured extends JsonParserDelegate {
  private long end = Long.MAX_VALUE;

  Measured(JsonParser parser) {
    super(parser);
  }

  /** From here on so many bytes may be read. */
  Measured within(long bytes) {
    end = delegate.currentTokenLocation().getByteOffset() + bytes;
    return this;
  }

  @Override
  public JsonToken nextToken() throws IOException {
    JsonToken token = delegate.nextToken();
    if (delegate.currentTokenLocation().getByteOffset() > end) {
      throw new TooLong();
    }
    return token;
  }

  /** What is read is longer than it may be; the parser stands in the middle of it. */
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
