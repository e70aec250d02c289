package io.shangda.hub.fault;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Hears every commit on a connection to PostgreSQL (frontend/backend protocol 3) and which
 * transaction it ends.
 */
final class DatabaseWire implements Tap.Listener {
  private static final String NOT_LISTENED = "";

  private final Durable durable;
  private final Map<String, String> prepared = new HashMap<>();
  private final List<String> transaction = new ArrayList<>();

  /** Labels of the commits whose answer is still to come. */
  private final ConcurrentLinkedQueue<String> committing = new ConcurrentLinkedQueue<>();

  private String bound = "";
  private boolean started;

  DatabaseWire(Durable durable) {
    this.durable = durable;
  }

  @Override
  public void fromHub(InputStream in, OutputStream out) throws IOException {
    DataInputStream from = new DataInputStream(in);
    DataOutputStream to = new DataOutputStream(new java.io.BufferedOutputStream(out, 1 << 16));
    try {
      while (true) {
        if (in.available() == 0) {
          to.flush();
        }
        int type = started ? from.readUnsignedByte() : -1;
        byte[] body = new byte[from.readInt() - 4];
        from.readFully(body);
        if (type < 0) {
          started = true;
        } else {
          hear((char) type, body);
          to.writeByte(type);
        }
        to.writeInt(body.length + 4);
        to.write(body);
      }
    } catch (EOFException e) {
      to.flush();
    }
  }

  private void hear(char type, byte[] body) throws IOException {
    switch (type) {
      case 'Q' -> run(text(body, 0));
      case 'P' -> {
        String name = text(body, 0);
        prepared.put(name, text(body, length(name) + 1));
      }
      case 'B' -> bound = text(body, length(text(body, 0)) + 1);
      case 'E' -> run(prepared.getOrDefault(bound, ""));
      default -> {}
    }
  }

  private void run(String sql) throws IOException {
    String word = sql.strip().toLowerCase(Locale.ROOT);
    if (word.startsWith("begin")) {
      transaction.clear();
    } else if (word.startsWith("rollback")) {
      transaction.clear();
    } else if (word.startsWith("commit")) {
      String step = Transactions.name(transaction);
      transaction.clear();
      committing.add(step == null ? NOT_LISTENED : step);
      if (step != null && durable.at(step, Durable.Moment.BEFORE)) {
        throw new IOException("killed before " + step);
      }
    } else {
      transaction.add(word);
    }
  }

  @Override
  public void toHub(InputStream in, OutputStream out) throws IOException {
    DataInputStream from = new DataInputStream(in);
    DataOutputStream to = new DataOutputStream(new java.io.BufferedOutputStream(out, 1 << 16));
    try {
      while (true) {
        if (in.available() == 0) {
          to.flush();
        }
        int type = from.readUnsignedByte();
        byte[] body = new byte[from.readInt() - 4];
        from.readFully(body);
        if (type == 'C' && text(body, 0).equals("COMMIT")) {
          String step = committing.poll();
          if (step != null && !step.isEmpty() && durable.at(step, Durable.Moment.AFTER)) {
            throw new IOException("killed after " + step);
          }
        }
        to.writeByte(type);
        to.writeInt(body.length + 4);
        to.write(body);
      }
    } catch (EOFException e) {
      to.flush();
    }
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String text(byte[] body, int from) {
    int end = from;
    while (end < body.length && body[end] != 0) {
      end++;
    }
    return new String(body, from, end - from, StandardCharsets.UTF_8);
  }
}
