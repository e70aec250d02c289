package io.shangda.hub.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A wire between the hub and a system of its own, at which somebody listens and which can be cut,
 * frozen or slowed down. The other end may come and go.
 */
final class Tap implements AutoCloseable {

  /** One connection's listener. Either method may hold the bytes back by throwing. */
  interface Listener {
    /** Copies what the hub says. */
    void fromHub(InputStream in, OutputStream out) throws IOException;

    /** Copies what the system says. */
    void toHub(InputStream in, OutputStream out) throws IOException;
  }

  /** How the wire is. */
  enum State {
    SOUND,
    /** Nobody can connect, connections break. */
    CUT,
    /** Connections stand and can be made, but nothing comes through. */
    FROZEN,
    /** Byte by byte. */
    SLOW
  }

  private final ServerSocket server;
  private final int port;
  private final Supplier<Listener> listeners;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile State state = State.SOUND;

  /**
   * @param port of the system
   */
  Tap(int port, Supplier<Listener> listeners) {
    this.port = port;
    this.listeners = listeners;
    try {
      server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(this::accept);
  }

  static Tap silent(int port) {
    return new Tap(port, Plain::new);
  }

  int port() {
    return server.getLocalPort();
  }

  void set(State next) {
    state = next;
    if (next == State.CUT) {
      breakAll();
    }
    synchronized (this) {
      notifyAll();
    }
  }

  /** As a reset does. */
  void breakAll() {
    open.forEach(Tap::reset);
    open.clear();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket hub = server.accept();
        if (state == State.CUT) {
          reset(hub);
        } else {
          connect(hub);
        }
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket hub) {
    Socket system;
    try {
      system = new Socket(InetAddress.getLoopbackAddress(), port);
      hub.setTcpNoDelay(true);
      system.setTcpNoDelay(true);
    } catch (IOException e) {
      reset(hub); // nobody is there
      return;
    }
    open.add(hub);
    open.add(system);
    Listener listener = listeners.get();
    run(() -> pump(hub, system, listener::fromHub));
    run(() -> pump(system, hub, listener::toHub));
  }

  private interface Copy {
    void copy(InputStream in, OutputStream out) throws IOException;
  }

  private void pump(Socket from, Socket to, Copy copy) {
    try {
      copy.copy(from.getInputStream(), new Gate(to.getOutputStream()));
      to.shutdownOutput();
    } catch (IOException | UncheckedIOException e) {
      reset(from);
      reset(to);
      open.remove(from);
      open.remove(to);
    }
  }

  /** Lets through what the state of the wire lets through. */
  private final class Gate extends OutputStream {
    private final OutputStream to;

    Gate(OutputStream to) {
      this.to = to;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      pass();
      if (state == State.SLOW) {
        for (int i = 0; i < length; i++) {
          to.write(bytes, from + i, 1);
          pause(2);
        }
      } else {
        to.write(bytes, from, length);
      }
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }
  }

  private synchronized void pass() throws IOException {
    while (state == State.FROZEN && !server.isClosed()) {
      pause(0);
    }
  }

  private synchronized void pause(long millis) throws IOException {
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0); // a reset, no polite end
      socket.close();
    } catch (IOException e) {
      // it was closed already
    }
  }

  private static void run(Runnable work) {
    Thread thread = new Thread(work, "tap");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    set(State.CUT);
  }

  /** Hears nothing. */
  static final class Plain implements Listener {
    @Override
    public void fromHub(InputStream in, OutputStream out) throws IOException {
      copy(in, out);
    }

    @Override
    public void toHub(InputStream in, OutputStream out) throws IOException {
      copy(in, out);
    }

    static void copy(InputStream in, OutputStream out) throws IOException {
      byte[] bytes = new byte[16 * 1024];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        out.write(bytes, 0, n);
        out.flush();
      }
    }
  }
}
