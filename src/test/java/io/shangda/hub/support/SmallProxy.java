package io.shangda.hub.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The way out of a closed network: an HTTP proxy that leads every host name to one server of this
 * machine. A tunnel (CONNECT) it refuses, and notes.
 */
public final class SmallProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int to;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /**
   * @param to port of the server to which everything is led
   */
  public SmallProxy(int to) throws IOException {
    this.to = to;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.submit(this::accept);
  }

  /** As a configuration names it. */
  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** Heads of the requests that came. */
  public List<String> asked() {
    return asked;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        threads.submit(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private Void serve(Socket client) throws IOException {
    try (client) {
      String head = head(client.getInputStream());
      asked.add(head);
      String[] line = head.split(" ", 3);
      if (line[0].equals("CONNECT")) {
        client
            .getOutputStream()
            .write(
                "HTTP/1.1 502 no tunnel\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        return null;
      }
      URI uri = URI.create(line[1]);
      String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
      try (Socket above = new Socket(InetAddress.getLoopbackAddress(), to)) {
        String sent =
            line[0] + " " + path + " " + line[2].replaceFirst("\r\n", "\r\nConnection: close\r\n");
        above.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
        threads.submit(() -> pipe(client.getInputStream(), above.getOutputStream()));
        pipe(above.getInputStream(), client.getOutputStream());
      }
    }
    return null;
  }

  private static Void pipe(InputStream from, OutputStream to) throws IOException {
    byte[] bytes = new byte[8192];
    for (int n = from.read(bytes); n >= 0; n = from.read(bytes)) {
      to.write(bytes, 0, n);
      to.flush();
    }
    return null;
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        break;
      }
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
