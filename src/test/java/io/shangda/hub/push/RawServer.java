package io.shangda.hub.push;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** A server that misbehaves below HTTP, on a port of its own. */
final class RawServer implements AutoCloseable {
  private final ServerSocket server;

  interface Behaviour {
    void with(Socket socket) throws IOException;
  }

  private RawServer(ServerSocket server) {
    this.server = server;
  }

  static RawServer start(Behaviour behaviour) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> accept(server, behaviour), "raw-server");
    thread.setDaemon(true);
    thread.start();
    return new RawServer(server);
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static void accept(ServerSocket server, Behaviour behaviour) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        behaviour.with(socket);
      } catch (IOException e) {
        // The client went away, or the test is over: both are what is being tried.
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  /** Reads a request's head and the small body that comes with it. */
  static void readRequest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8192];
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0 || head.indexOf("}") < 0) {
      int read = in.read(buffer);
      if (read < 0) {
        throw new IOException("closed before the request was whole");
      }
      head.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
    }
  }

  /** Takes the request, then breaks the connection: whether it was processed cannot be known. */
  static void readAndReset(Socket socket) throws IOException {
    readRequest(socket);
    socket.setSoLinger(true, 0);
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** A byte now and then, for ever. */
  static void dripUntilClosed(Socket socket) throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      write(socket, "x");
      LockSupport.parkNanos(5_000_000);
    }
  }
}
