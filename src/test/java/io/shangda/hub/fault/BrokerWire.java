package io.shangda.hub.fault;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Hears hints come and go on a connection to Artemis (its own protocol, packet by packet). */
final class BrokerWire implements Tap.Listener {
  private static final int GREETING = "ARTEMIS".length();
  private static final int ACKNOWLEDGE = 41;
  private static final int SEND = 71;
  private static final int RECEIVE = 75;

  private final Durable durable;

  BrokerWire(Durable durable) {
    this.durable = durable;
  }

  @Override
  public void fromHub(InputStream in, OutputStream out) throws IOException {
    DataInputStream from = new DataInputStream(in);
    byte[] greeting = new byte[GREETING];
    from.readFully(greeting);
    out.write(greeting);
    packets(from, out);
  }

  @Override
  public void toHub(InputStream in, OutputStream out) throws IOException {
    packets(new DataInputStream(in), out);
  }

  private void packets(DataInputStream from, OutputStream out) throws IOException {
    DataOutputStream to = new DataOutputStream(new java.io.BufferedOutputStream(out, 1 << 14));
    try {
      while (true) {
        if (from.available() == 0) {
          to.flush();
        }
        byte[] packet = new byte[from.readInt()];
        from.readFully(packet);
        String step = step(packet[0]);
        if (!step.isEmpty() && durable.at(step, Durable.Moment.BEFORE)) {
          throw new IOException("killed before " + step);
        }
        to.writeInt(packet.length);
        to.write(packet);
        if (!step.isEmpty()) {
          to.flush();
          if (durable.at(step, Durable.Moment.AFTER)) {
            throw new IOException("killed after " + step);
          }
        }
      }
    } catch (EOFException e) {
      to.flush();
    }
  }

  private static String step(byte type) {
    return switch (type) {
      case SEND -> "hint sent";
      case RECEIVE -> "hint received";
      case ACKNOWLEDGE -> "hint acknowledged";
      default -> "";
    };
  }
}
