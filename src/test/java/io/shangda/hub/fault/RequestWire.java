package io.shangda.hub.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Hears requests begin and answers come on a connection to a system that speaks HTTP/1.1. */
final class RequestWire implements Tap.Listener {
  private final Durable durable;
  private final String step;

  RequestWire(Durable durable, String step) {
    this.durable = durable;
    this.step = step;
  }

  @Override
  public void fromHub(InputStream in, OutputStream out) throws IOException {
    copy(in, out, "(POST|GET) ", Durable.Moment.BEFORE);
  }

  @Override
  public void toHub(InputStream in, OutputStream out) throws IOException {
    copy(in, out, "HTTP/", Durable.Moment.AFTER);
  }

  private void copy(InputStream in, OutputStream out, String begin, Durable.Moment moment)
      throws IOException {
    byte[] bytes = new byte[16 * 1024];
    for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
      String first = new String(bytes, 0, Math.min(n, 8), StandardCharsets.ISO_8859_1);
      if (first.matches("(?s)" + begin + ".*") && durable.at(step, moment)) {
        throw new IOException("killed at " + step);
      }
      out.write(bytes, 0, n);
      out.flush();
    }
  }
}
