package io.shangda.hub.doors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port at which nobody has any business: whoever knocks was sent there by what he read. */
final class Canary implements AutoCloseable {
  private final ServerSocket server;
  private final List<String> visits = new CopyOnWriteArrayList<>();

  Canary() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::accept, "canary");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket visitor = server.accept()) {
        visitor.setSoTimeout(500);
        byte[] said = new byte[200];
        int length = visitor.getInputStream().read(said);
        visits.add(
            new String(said, 0, Math.max(0, length), java.nio.charset.StandardCharsets.ISO_8859_1));
      } catch (java.net.SocketTimeoutException e) {
        visits.add("who said nothing");
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  int port() {
    return server.getLocalPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  /** What was said at each visit. */
  List<String> visits() {
    return List.copyOf(visits);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
