package io.shangda.hub.support;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;

/**
 * A lower system that means harm: a raw socket that answers every request with whatever bytes a
 * trick writes, counts them, and remembers what it was asked.
 */
public final class EvilSource implements AutoCloseable {
  /** What is written in answer to one request; the connection is closed behind it. */
  @FunctionalInterface
  public interface Play {
    void to(OutputStream out) throws IOException;
  }

  /**
   * One way to do harm.
   *
   * @param refused whether it can be no page at all; else it is taken for what it is
   */
  public record Trick(String name, boolean refused, Play play) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** More than anybody may be made to read. */
  private static final long ENOUGH = 64L << 20;

  private static final String PAGE = "{\"data\":[{\"id\":\"1\",\"title\":\"a\"}]}";
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String JSON = "Content-Type: application/json\r\n";

  private final ServerSocket server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "evil-source");
            thread.setDaemon(true);
            return thread;
          });
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicLong sent = new AtomicLong();
  private volatile Play play;

  public EvilSource(Play play) {
    this.play = play;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** From the next request on. */
  public void plays(Play next) {
    play = next;
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getLocalPort() + path;
  }

  /** Bytes of answers that went out, those in the buffers of the system included. */
  public long sent() {
    return sent.get();
  }

  /** The requests' heads, as they came. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        threads.execute(() -> answer(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void answer(Socket socket) {
    try (socket;
        OutputStream out = new Counted(socket.getOutputStream())) {
      asked.add(head(socket.getInputStream()));
      play.to(out);
      out.flush();
    } catch (IOException e) {
      // the other side had enough
    } finally {
      open.remove(socket);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    int next;
    while (head.indexOf("\r\n\r\n") < 0 && (next = in.read()) >= 0) {
      head.append((char) next);
    }
    return head.toString();
  }

  /** An answer of these lines and this body; the lines are sent as they are. */
  public static Play answer(List<String> headers, String body) {
    return out -> {
      byte[] content = body.getBytes(StandardCharsets.UTF_8);
      StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
      headers.forEach(line -> head.append(line).append("\r\n"));
      head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
      out.write(head.toString().getBytes(StandardCharsets.UTF_8));
      out.write(content);
    };
  }

  /** Every trick, by a name that says it. The list of records stands at {@code /data}. */
  public static List<Trick> tricks() {
    List<Trick> all = new ArrayList<>();
    all.addAll(heads());
    all.addAll(bodies());
    all.addAll(tempting());
    return all;
  }

  private static List<Trick> heads() {
    return List.of(
        new Trick("a status line without end", true, out -> endless(out, "HTTP/1.1 200 ", "a")),
        new Trick("a header line without end", true, out -> endless(out, OK + "X-A: ", "a")),
        new Trick("header lines without end", true, out -> endless(out, OK, "X-A: b\r\n")),
        new Trick(
            "headers that are folded without end",
            true,
            out -> endless(out, OK + "X: a", "\r\n b")),
        new Trick("empty lines before the answer", true, out -> endless(out, "", "\r\n")),
        new Trick(
            "interim answers without end",
            true,
            out -> endless(out, "", "HTTP/1.1 103 Early\r\n\r\n")),
        new Trick(
            "100 Continue without end",
            true,
            out -> endless(out, "", "HTTP/1.1 100 Continue\r\n\r\n")),
        new Trick(
            "a chunk line without end",
            true,
            out -> endless(out, OK + "Transfer-Encoding: chunked\r\n\r\n1;a=", "b")),
        new Trick(
            "trailers without end",
            true,
            out ->
                endless(
                    out, OK + "Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n", "X-A: b\r\n")),
        new Trick("a protocol of its own", true, out -> text(out, "SHANGDA/9.9 200 OK\r\n\r\n")),
        new Trick("a head of nothing but zeros", true, out -> endless(out, "", "\0")));
  }

  private static List<Trick> bodies() {
    return List.of(
        new Trick(
            "a body without end", true, out -> endless(out, OK + JSON + "\r\n{\"data\":[", " ")),
        new Trick("a bomb", true, EvilSource::bomb),
        new Trick(
            "millions of empty records",
            true,
            answer(List.of(), "{\"data\":[" + "{},".repeat(2_000_000) + "{}]}")),
        new Trick(
            "millions of empty brackets beside the records",
            true,
            answer(List.of(), "{\"x\":[" + "[],".repeat(2_000_000) + "[]],\"data\":[]}")),
        new Trick(
            "a record of millions of empty brackets",
            false,
            answer(List.of(), "{\"data\":[{\"x\":[" + "[],".repeat(2_000_000) + "[]]}]}")),
        new Trick("brackets in brackets", true, answer(List.of(), "[".repeat(1 << 20))),
        new Trick(
            "records in records",
            false,
            answer(List.of(), "{\"data\":[" + "{\"a\":".repeat(1 << 18))),
        new Trick(
            "traps for whoever mends",
            false,
            answer(List.of(), "{\"data\":[" + "{\"a\":[},{\"a\":\"\",".repeat(400_000))),
        new Trick(
            "a number with a billion digits",
            false,
            answer(List.of(), "{\"data\":[{\"a\":1E999999999}]}")),
        new Trick(
            "a charset nobody knows",
            false,
            answer(List.of("Content-Type: a/b;charset=évil"), PAGE)),
        new Trick(
            "a serialized object",
            true,
            answer(
                List.of("Content-Type: application/x-java-serialized-object"),
                "\u00ac\u00ed\u0000")),
        new Trick(
            "a compression nobody asked for", true, answer(List.of("Content-Encoding: br"), PAGE)),
        new Trick(
            "a class to be made of a record",
            false,
            answer(
                List.of(),
                "{\"data\":[{\"@class\":\"java.lang.ProcessBuilder\",\"id\":\"1\",\"title\":\"a\"}]}")));
  }

  private static List<Trick> tempting() {
    return List.of(
        new Trick(
            "a link of 400 KB",
            true,
            answer(List.of("Link: <" + "a ".repeat(200_000) + ">; rel=next"), PAGE)),
        new Trick(
            "links without a relation",
            true,
            answer(links(90, "<a>; rel=\"" + "a ".repeat(4000)), PAGE)),
        new Trick(
            "a redirect into the machine",
            true,
            out ->
                text(
                    out,
                    "HTTP/1.1 302 Found\r\n"
                        + "Location: http://169.254.169.254/\r\n"
                        + "Content-Length: 0\r\n\r\n")),
        new Trick(
            "a redirect to a file",
            true,
            out ->
                text(
                    out,
                    "HTTP/1.1 307 There\r\n"
                        + "Location: file:///etc/passwd\r\n"
                        + "Content-Length: 0\r\n\r\n")),
        new Trick(
            "a wait of thirty years",
            true,
            out ->
                text(
                    out,
                    "HTTP/1.1 503 Busy\r\nRetry-After: 999999999\r\nContent-Length: 0\r\n\r\n")));
  }

  private static List<String> links(int count, String value) {
    return java.util.Collections.nCopies(count, "Link: " + value);
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void endless(OutputStream out, String beginning, String again) throws IOException {
    text(out, beginning);
    byte[] some = again.repeat((1 << 16) / again.length()).getBytes(StandardCharsets.UTF_8);
    for (long sent = 0; sent < ENOUGH; sent += some.length) {
      out.write(some);
    }
  }

  private static void bomb(OutputStream out) throws IOException {
    text(out, OK + JSON + "Content-Encoding: gzip\r\n\r\n");
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 1024; i++) {
        packed.write(blanks);
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private final class Counted extends FilterOutputStream {
    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      sent.incrementAndGet();
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      sent.addAndGet(length);
    }
  }
}
