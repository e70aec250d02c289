package io.shangda.hub.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Requests as they are written, which no client would send. */
public record RawHttp(String host, int port) {

  /**
   * An answer.
   *
   * @param headers names in lower case; of several with one name the last
   * @param cookies that are set
   */
  public record Answer(
      int status, Map<String, String> headers, List<String> cookies, String body) {}

  /** Sends a request without a body and reads the answer. */
  public Answer send(String method, String target, String... headers) throws IOException {
    return send(method, target, "", List.of(headers));
  }

  /** Sends a request with a body whose length is said. */
  public Answer send(String method, String target, String body, List<String> headers)
      throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ");
    head.append(host).append(':').append(port).append("\r\nConnection: close\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (content.length > 0 || method.equals("POST")) {
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    head.append("\r\n");
    return exchange(head.toString().getBytes(StandardCharsets.ISO_8859_1), content);
  }

  /** Sends bytes and reads the answer: as much as it says, else until the other side closes. */
  public Answer exchange(byte[]... parts) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 10_000);
      socket.setSoTimeout(60_000);
      for (byte[] part : parts) {
        socket.getOutputStream().write(part);
      }
      socket.getOutputStream().flush();
      return read(new BufferedInputStream(socket.getInputStream()));
    }
  }

  private static Answer read(InputStream in) throws IOException {
    String line = line(in);
    if (line.isEmpty()) {
      return new Answer(0, Map.of(), List.of(), "");
    }
    int status = Integer.parseInt(line.split(" ", 3)[1]);
    Map<String, String> headers = new TreeMap<>();
    List<String> cookies = new ArrayList<>();
    for (line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      headers.put(name, value);
      if (name.equals("set-cookie")) {
        cookies.add(value);
      }
    }
    // a request that is refused before its body was sent may leave the connection open
    String length = headers.get("content-length");
    byte[] body =
        "chunked".equals(headers.get("transfer-encoding"))
            ? chunks(in)
            : length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    return new Answer(status, headers, cookies, new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      body.write(in.readNBytes(size));
      line(in);
    }
    return body.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    String line = line(in);
    return line.isEmpty() ? 0 : Integer.parseInt(line.replaceFirst(";.*", ""), 16);
  }

  /** Without its line end; empty at the end of the stream too. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
