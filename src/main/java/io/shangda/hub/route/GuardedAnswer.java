package io.shangda.hub.route;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Future;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.jspecify.annotations.Nullable;

/**
 * An answer of which no more than so much is read. Closed before its end the connection is cut, not
 * read to an end that may never come; at its end the watch over its time is called off.
 */
final class GuardedAnswer extends HttpEntityWrapper {
  private final Cancellable call;
  private final Future<?> cut;
  private final long largest;
  private @Nullable InputStream content;

  /**
   * @param cut what will cut the call when its time is over
   * @param largest bytes, as they are read
   */
  GuardedAnswer(HttpEntity entity, Cancellable call, Future<?> cut, long largest) {
    super(entity);
    this.call = call;
    this.cut = cut;
    this.largest = largest;
  }

  @Override
  public InputStream getContent() throws IOException {
    InputStream known = content;
    if (known == null) {
      known = new Body(super.getContent());
      content = known;
    }
    return known;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (InputStream in = getContent()) {
      in.transferTo(out);
    }
  }

  private final class Body extends FilterInputStream {
    private boolean over;
    private long count;

    Body(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      ended(one < 0 ? -1 : 1);
      return one;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return ended(super.read(bytes, from, length));
    }

    private int ended(int read) throws IOException {
      if (read < 0 && !over) {
        over = true;
        cut.cancel(false);
      }
      count += Math.max(read, 0);
      if (count > largest) {
        throw new IOException("the answer is longer than " + largest + " bytes");
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      if (!over) {
        over = true;
        cut.cancel(false);
        call.cancel();
      }
      super.close();
    }
  }
}
