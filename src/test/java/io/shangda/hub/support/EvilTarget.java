package io.shangda.hub.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/**
 * A platform that means harm, on a port of its own: one connection after the other is answered with
 * the same {@link Trick}, on raw sockets, so that nothing of HTTP holds it back.
 */
public final class EvilTarget implements AutoCloseable {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String JSON = OK + "Content-Type: application/json\r\nConnection: close\r\n";
  private static final String CHUNKED = JSON + "Transfer-Encoding: chunked\r\n\r\n";
  private static final int BOMB = 200 << 20;

  /** How it speaks to one request. */
  @FunctionalInterface
  public interface Speech {
    void to(Conversation conversation) throws IOException;
  }

  /**
   * What the answer is worth to whoever reads it.
   *
   * <p>{@link #ENDLESS} ends only with the reader's patience, {@link #BROKEN} is no answer, {@link
   * #ODD} is one that a hub must read as what it is.
   */
  public enum Nature {
    ENDLESS,
    BROKEN,
    ODD
  }

  /** Its tricks; each is one way to answer any request. */
  public enum Trick {
    ENDLESS_STATUS_LINE(Nature.ENDLESS, c -> c.say("HTTP/1.1 200 ").forEver("O")),
    ENDLESS_HEADER_LINE(Nature.ENDLESS, c -> c.say(OK + "X-Long: ").forEver("x")),
    ENDLESS_HEADERS(Nature.ENDLESS, c -> c.say(OK).forEver("X-More: 1\r\n")),
    ENDLESS_TRAILERS(Nature.ENDLESS, c -> c.say(CHUNKED + "0\r\n").forEver("X-More: 1\r\n")),
    ENDLESS_CHUNKS(Nature.ENDLESS, c -> c.say(CHUNKED).forEver("4\r\n    \r\n")),
    ENDLESS_CHUNK_SIZE(Nature.ENDLESS, c -> c.say(CHUNKED).forEver("0")),
    ENDLESS_CHUNK_EXTENSION(Nature.ENDLESS, c -> c.say(CHUNKED + "4;a=").forEver("x")),
    ENDLESS_BODY_TO_THE_CLOSE(Nature.ENDLESS, c -> c.say(JSON + "\r\n").forEver("    ")),
    ENDLESS_INFORMATIONAL(
        Nature.ENDLESS, c -> c.forEver("HTTP/1.1 102 Processing\r\nX-More: 1\r\n\r\n")),
    ENDLESS_EARLY_HINTS(
        Nature.ENDLESS, c -> c.forEver("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")),
    ENDLESS_CONTINUE(Nature.ENDLESS, c -> c.forEver("HTTP/1.1 100 Continue\r\n\r\n")),
    ENDLESS_BLANK_LINES(Nature.ENDLESS, c -> c.forEver("\r\n")),
    DRIPPING_HEADERS(Nature.ENDLESS, c -> c.say(OK + "X-Slow: ").drip()),
    DRIPPING_BODY(Nature.ENDLESS, c -> c.say(JSON + "Content-Length: 100000\r\n\r\n").drip()),
    SILENT(Nature.ENDLESS, Conversation::waitForEver),
    SILENT_BEFORE_THE_BODY(
        Nature.ENDLESS, c -> c.say(JSON + "Content-Length: 20\r\n\r\n").waitForEver()),

    RESET_AT_ONCE(Nature.BROKEN, Conversation::reset),
    RESET_IN_THE_HEAD(Nature.BROKEN, c -> c.say("HTTP/1.1 20").reset()),
    RESET_IN_THE_BODY(
        Nature.BROKEN, c -> c.say(JSON + "Content-Length: 100\r\n\r\n{\"word\":").reset()),
    CLOSED_IN_THE_HEAD(Nature.BROKEN, c -> c.say(OK + "Content-Ty")),
    CLOSED_IN_THE_BODY(
        Nature.BROKEN, c -> c.say(JSON + "Content-Length: 100\r\n\r\n" + Words.ACCEPTED)),
    CLOSED_IN_A_CHUNK(Nature.BROKEN, c -> c.say(CHUNKED + "40\r\n" + Words.ACCEPTED)),
    CLOSED_BEFORE_THE_LAST_CHUNK(
        Nature.BROKEN, c -> c.say(CHUNKED + "23\r\n" + Words.ACCEPTED + "\r\n")),
    GARBAGE(Nature.BROKEN, c -> c.say("\u0000\u0001\u0002 what is this\r\n\r\n")),
    ANOTHER_PROTOCOL(Nature.BROKEN, c -> c.say("SSH-2.0-OpenSSH_9.6\r\n")),
    SWITCHED_PROTOCOL(
        Nature.BROKEN,
        c ->
            c.say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n")),
    TWO_LENGTHS(
        Nature.BROKEN,
        c -> c.say(JSON + "Content-Length: 35\r\nContent-Length: 2\r\n\r\n" + Words.ACCEPTED)),
    LENGTH_BESIDE_CHUNKS(
        Nature.BROKEN,
        c ->
            c.say(
                JSON
                    + "Content-Length: 35\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "23\r\n"
                    + Words.ACCEPTED
                    + "\r\n")),
    NEGATIVE_LENGTH(
        Nature.BROKEN, c -> c.say(JSON + "Content-Length: -35\r\n\r\n" + Words.ACCEPTED)),
    HUGE_LENGTH(
        Nature.BROKEN,
        c -> c.say(JSON + "Content-Length: 99999999999999999999\r\n\r\n" + Words.ACCEPTED)),
    NEGATIVE_CHUNK(
        Nature.BROKEN, c -> c.say(CHUNKED + "-23\r\n" + Words.ACCEPTED + "\r\n0\r\n\r\n")),
    HUGE_CHUNK(Nature.BROKEN, c -> c.say(CHUNKED + "FFFFFFFFFF\r\n" + Words.ACCEPTED)),
    CHUNK_OF_NO_NUMBER(Nature.BROKEN, c -> c.say(CHUNKED + "xyz\r\n" + Words.ACCEPTED)),
    NOT_THE_LENGTH(Nature.BROKEN, c -> c.say(JSON + "Content-Length: 10\r\n\r\n" + Words.ACCEPTED)),

    GZIP_BOMB(Nature.BROKEN, c -> c.compressed("gzip", Words.bomb())),
    GZIP_CUT(
        Nature.BROKEN, c -> c.compressed("gzip", Arrays.copyOf(Words.gzip(Words.ACCEPTED), 20))),
    GZIP_THAT_IS_NONE(
        Nature.BROKEN,
        c -> c.compressed("gzip", Words.ACCEPTED.getBytes(StandardCharsets.US_ASCII))),
    UNKNOWN_ENCODING(
        Nature.BROKEN, c -> c.compressed("br", Words.ACCEPTED.getBytes(StandardCharsets.US_ASCII))),
    GZIP(Nature.ODD, c -> c.compressed("gzip", Words.gzip(Words.ACCEPTED))),

    TWO_DOCUMENTS(Nature.BROKEN, c -> c.json(Words.ACCEPTED + "{\"word\":\"rejected\"}")),
    DOCUMENT_AND_HTML(Nature.BROKEN, c -> c.json(Words.ACCEPTED + "<html>502</html>")),
    TWO_WORDS(
        Nature.BROKEN,
        c -> c.json("{\"receipt\":\"R-1\",\"word\":\"accepted\",\"word\":\"rejected\"}")),
    HTML(Nature.BROKEN, c -> c.json("<html><body>login</body></html>")),
    NUL_BETWEEN(Nature.BROKEN, c -> c.json("\u0000" + Words.ACCEPTED)),
    DEEP(Nature.BROKEN, c -> c.json("[".repeat(100_000))),
    HUGE_NUMBER(
        Nature.BROKEN,
        c ->
            c.json(
                "{\"word\":\"accepted\",\"receipt\":\"R-1\",\"n\":" + "9".repeat(100_000) + "}")),
    HUGE_EXPONENT(Nature.ODD, c -> c.json("{\"word\":\"accepted\",\"receipt\":1e999999999}")),
    MANY_RESULTS(Nature.BROKEN, c -> c.json("{\"results\":[" + "{},".repeat(340_000) + "{}]}")),
    EMPTY(Nature.BROKEN, c -> c.json("")),

    NUL_IN_THE_RECEIPT(Nature.ODD, c -> c.receipt("R\\u0000-1")),
    HALF_A_PAIR_IN_THE_RECEIPT(Nature.ODD, c -> c.receipt("R\\uD83D-1")),
    LINES_IN_THE_RECEIPT(Nature.ODD, c -> c.receipt("R-1\\r\\nINFO Login ok")),
    ESCAPES_IN_THE_RECEIPT(Nature.ODD, c -> c.receipt("\\u001b[2J\\u202eR-1")),
    QUOTES_IN_THE_RECEIPT(Nature.ODD, c -> c.receipt("R'; drop table delivery; --\\\"<script>")),
    LONG_RECEIPT(Nature.ODD, c -> c.receipt("R".repeat(500_000))),
    LINES_IN_THE_MESSAGE(
        Nature.ODD,
        c ->
            c.json(
                "{\"word\":\"rejected\",\"message\":\"no\\u0000\\r"
                    + "\\n"
                    + "12:00:00 INFO Login ok\\u001b[2J\"}")),
    RETRY_AFTER_FOR_EVER(
        Nature.ODD,
        c ->
            c.say(
                "HTTP/1.1 503 No\r\n"
                    + "Retry-After: 99999999999999999999\r\n"
                    + "Content-Length: 0\r\n\r\n")),
    MOVED_TO_NOWHERE(
        Nature.ODD,
        c ->
            c.say(
                "HTTP/1.1 302 Found\r\n"
                    + "Location: http://127.0.0.1:1/\u001b[2J\r\n"
                    + "Content-Length: 0\r\n\r\n")),
    WITHOUT_A_REASON(
        Nature.ODD, c -> c.say("HTTP/1.1 200\r\nContent-Length: 35\r\n\r\n" + Words.ACCEPTED)),
    OLD_HTTP(Nature.ODD, c -> c.say("HTTP/1.0 200 OK\r\n\r\n" + Words.ACCEPTED)),
    BARE_LINE_FEEDS(
        Nature.BROKEN, c -> c.say("HTTP/1.1 200 OK\nContent-Length: 35\n\n" + Words.ACCEPTED)),
    ONE_BYTE_CHUNKS(Nature.ODD, c -> c.say(CHUNKED).inChunks(Words.ACCEPTED)),
    ECHO(Nature.ODD, Conversation::echo),
    COMMANDS(Nature.ODD, c -> c.json(Words.commands(1000))),

    /** Before a byte of the request was read. */
    EARLY(Nature.ODD, c -> c.json(Words.ACCEPTED));

    private final Nature nature;
    private final Speech speech;

    Trick(Nature nature, Speech speech) {
      this.nature = nature;
      this.speech = speech;
    }

    public Nature nature() {
      return nature;
    }
  }

  /** One connection. */
  public static final class Conversation {
    private final Socket socket;
    private final OutputStream out;
    private String heard = "";

    private Conversation(Socket socket) throws IOException {
      this.socket = socket;
      this.out = socket.getOutputStream();
    }

    /** Reads a whole request, as its Content-Length says. */
    private void listen() throws IOException {
      InputStream in = socket.getInputStream();
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!isWhole(request.toString(StandardCharsets.ISO_8859_1))) {
        int read = in.read(buffer);
        if (read < 0) {
          throw new IOException("closed before the request was whole");
        }
        request.write(buffer, 0, read);
      }
      heard = request.toString(StandardCharsets.ISO_8859_1);
    }

    private static boolean isWhole(String request) {
      int head = request.indexOf("\r\n\r\n");
      if (head < 0) {
        return false;
      }
      int at = request.toLowerCase(Locale.ROOT).indexOf("content-length:");
      if (at < 0 || at > head) {
        return true;
      }
      int end = request.indexOf('\r', at);
      int length = Integer.parseInt(request.substring(at + 15, end).strip());
      return request.length() >= head + 4 + length;
    }

    Conversation say(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return this;
    }

    /** Until the other side closes. */
    void forEver(String text) throws IOException {
      byte[] much = text.repeat(Math.max(1, 8192 / text.length())).getBytes(StandardCharsets.UTF_8);
      while (!Thread.currentThread().isInterrupted()) {
        out.write(much);
      }
    }

    /** A byte now and then, until the other side closes. */
    void drip() throws IOException {
      while (!Thread.currentThread().isInterrupted()) {
        say("x");
        LockSupport.parkNanos(5_000_000);
      }
    }

    void waitForEver() throws IOException {
      while (socket.getInputStream().read() >= 0) {
        heard += "?";
      }
    }

    void reset() throws IOException {
      socket.setSoLinger(true, 0);
    }

    void json(String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      say(JSON + "Content-Length: " + bytes.length + "\r\n\r\n");
      out.write(bytes);
      out.flush();
    }

    void receipt(String escaped) throws IOException {
      json("{\"word\":\"accepted\",\"receipt\":\"" + escaped + "\"}");
    }

    void compressed(String encoding, byte[] body) throws IOException {
      say(JSON + "Content-Encoding: " + encoding + "\r\n");
      say("Content-Length: " + body.length + "\r\n\r\n");
      out.write(body);
      out.flush();
    }

    void inChunks(String text) throws IOException {
      for (char c : text.toCharArray()) {
        say("1\r\n" + c + "\r\n");
      }
      say("0\r\n\r\n");
    }

    /**
     * Refuses, and repeats what it was sent: whoever writes it down writes down the credentials.
     */
    void echo() throws IOException {
      String said = heard.replaceAll("[\\r\\n]+", " | ").replace("\"", "'");
      String body = "{\"message\":\"" + said + "\"}";
      say(
          "HTTP/1.1 401 No\r\nContent-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
    }
  }

  private static final class Words {
    static final String ACCEPTED = "{\"word\":\"accepted\",\"receipt\":\"R-1\"}";

    static byte[] gzip(String text) {
      return gzip(text.getBytes(StandardCharsets.UTF_8), 1);
    }

    static byte[] bomb() {
      return gzip(new byte[1 << 20], BOMB >> 20);
    }

    private static byte[] gzip(byte[] part, int times) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
        for (int i = 0; i < times; i++) {
          gzip.write(part);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    static String commands(int number) {
      StringBuilder text =
          new StringBuilder("{\"word\":\"accepted\",\"receipt\":\"R-1\",\"commands\":[");
      for (int i = 0; i < number; i++) {
        text.append(i == 0 ? "" : ",")
            .append("{\"do\":\"rate\",\"type\":\"case-accept\",\"perSecond\":")
            .append(1 + i % 50)
            .append('}');
      }
      return text.append("]}").toString();
    }
  }

  private final ServerSocket server;
  private final AtomicInteger requests = new AtomicInteger();
  private final ExecutorService conversations =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "evil-target");
            thread.setDaemon(true);
            return thread;
          });

  private EvilTarget(ServerSocket server) {
    this.server = server;
  }

  /** Listens, and plays that trick on everybody. */
  public static EvilTarget playing(Trick trick) throws IOException {
    EvilTarget evil = new EvilTarget(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    evil.conversations.execute(() -> evil.accept(trick));
    return evil;
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Requests that were heard, or answered before they were. */
  public int requests() {
    return requests.get();
  }

  private void accept(Trick trick) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        conversations.execute(() -> play(trick, socket));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private void play(Trick trick, Socket socket) {
    try (socket) {
      Conversation conversation = new Conversation(socket);
      if (trick != Trick.EARLY) {
        conversation.listen();
      }
      requests.incrementAndGet();
      trick.speech.to(conversation);
    } catch (IOException e) {
      // the hub had enough of it: that is what is being tried
      return;
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    conversations.shutdownNow();
  }
}
